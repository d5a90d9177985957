import WebSocket from 'ws';
import type { ServerStand } from './ServerStand.ts';

const ACK_MS = 200;

interface Frame {
  readonly type: string;
  readonly to?: string;
  readonly entries?: readonly { readonly id: string; readonly cursor: string }[];
}

/** Follows the stream of the load from a cursor on, and keeps what came. */
export class StreamClient {
  readonly opened: Promise<void>;
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  /** The entries that came, in the order of their coming. */
  readonly entries: { readonly id: string; readonly position: number }[] = [];
  heartbeats = 0;
  /** Where to go on. */
  cursor: string;
  /** What the stream said that it should not. */
  readonly complaints: string[] = [];
  readonly #socket: WebSocket;
  #willAcknowledge = false;

  constructor(stand: ServerStand, after = 'now') {
    this.cursor = after;
    const url = `${stand.server.url.replace('http', 'ws')}/api/v1/logs/stream/ws`;
    this.#socket = new WebSocket(url, ['tailrace.v1'], {
      headers: { Authorization: `Bearer ${stand.key('read')}` },
    });
    this.opened = new Promise((resolve, reject) => {
      this.#socket.on('error', reject);
      this.#socket.on('message', (data: Buffer) => {
        const frame = JSON.parse(data.toString()) as Frame;
        if (frame.type === 'subscribed') resolve();
        this.#take(frame);
      });
    });
    this.closed = new Promise((resolve) => {
      this.#socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    });
    this.#socket.on('open', () => {
      this.#say({ type: 'subscribe', id: 'a', filter: 'source:faults', after });
    });
  }

  async close(): Promise<void> {
    this.#socket.close();
    await this.closed;
  }

  #take({ type, to, entries = [] }: Frame): void {
    if (type === 'heartbeat') this.heartbeats += 1;
    if (type === 'gap' || type === 'error') this.complaints.push(type);
    if (type !== 'logs') return;
    for (const { id, cursor } of entries) {
      this.entries.push({ id, position: Number(cursor.slice(cursor.lastIndexOf('.') + 1)) });
    }
    this.cursor = to!;
    // A socket may say 20 things a second.
    if (this.#willAcknowledge) return;
    this.#willAcknowledge = true;
    setTimeout(() => {
      this.#willAcknowledge = false;
      this.#say({ type: 'ack', cursor: this.cursor });
    }, ACK_MS);
  }

  #say(message: object): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(message));
  }
}
