import {
  compareCursors,
  createMatcher,
  formatCursor,
  formatEntryId,
  parseCursor,
  parseFilter,
  platformRegex,
  STREAM_SUBPROTOCOL,
  type ClientMessage,
  type LogEntry,
  type LogLevel,
  type LogMatcher,
  type ServerMessage,
} from '@tailrace/protocol';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';

interface Reader {
  readonly socket: WebSocket;
  generation: number;
  matches: LogMatcher;
  paused: boolean;
  /** Position up to which it has been sent everything. */
  sent: number;
}

/** A small server that keeps the stream's protocol, and breaks what it is told to. */
export class TestServer {
  readonly received: ClientMessage[] = [];
  /** What the ticket requests carried. */
  readonly authorizations: (string | undefined)[] = [];
  epoch = 'e1';
  ticketStatus = 200;
  /** Leaves sockets unanswered, as a network that swallows packets does. */
  ignoresUpgrades = false;
  /** Called for each new connection in place of the hello; true when it has dealt with it. */
  onConnection: (socket: WebSocket) => boolean = () => false;
  readonly entries: LogEntry[] = [];
  readonly #readers = new Map<string, Reader>();
  readonly #tickets = new Set<string>();
  readonly #unanswered: Duplex[] = [];
  readonly #http: Server;
  readonly #sockets: WebSocketServer;

  private constructor() {
    this.#http = createServer((request, response) => this.#answer(request, response));
    this.#sockets = new WebSocketServer({ noServer: true, handleProtocols: () => STREAM_SUBPROTOCOL });
    this.#http.on('upgrade', (request, socket, head) => {
      if (this.ignoresUpgrades) {
        this.#unanswered.push(socket);
        return;
      }
      const ticket = new URL(request.url!, 'http://localhost').searchParams.get('ticket') ?? '';
      if (this.#tickets.delete(ticket)) {
        this.#sockets.handleUpgrade(request, socket, head, (webSocket) => this.#accept(webSocket));
      } else {
        socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
      }
    });
  }

  static async start(): Promise<TestServer> {
    const server = new TestServer();
    server.#http.listen(0, '127.0.0.1');
    await once(server.#http, 'listening');
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  get connections(): number {
    return this.#sockets.clients.size;
  }

  count(type: ClientMessage['type']): number {
    return this.received.filter((message) => message.type === type).length;
  }

  add(count: number, level: LogLevel = 'info'): void {
    for (let i = 0; i < count; i += 1) {
      const seq = this.entries.length + 1;
      const time = new Date(Date.UTC(2026, 10, 20) + seq).toISOString();
      const session = 'testServerTest01';
      this.entries.push({
        id: formatEntryId(session, seq),
        session,
        seq,
        timestamp: time,
        received_at: time,
        cursor: formatCursor(this.epoch, seq),
        level,
        source: 'test',
        message: `entry ${seq}`,
      });
    }
    for (const id of this.#readers.keys()) this.#deliver(id, 'live');
  }

  /** Sends text as it is to everybody. */
  broadcast(text: string): void {
    this.#sockets.clients.forEach((socket) => socket.send(text));
  }

  /** Sends what every reader already has once more, as a server might after a restart. */
  repeat(count: number): void {
    this.#readers.forEach((reader, id) => {
      reader.sent = Math.max(0, reader.sent - count);
      this.#deliver(id, 'live');
    });
  }

  close(code: number, reason = ''): void {
    this.#sockets.clients.forEach((socket) => socket.close(code, reason));
  }

  /** Cuts all connections without a goodbye. */
  cut(): void {
    this.#sockets.clients.forEach((socket) => socket.terminate());
  }

  async stop(): Promise<void> {
    this.cut();
    this.#unanswered.forEach((socket) => socket.destroy());
    this.#http.closeAllConnections();
    this.#http.close();
    await once(this.#http, 'close');
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    this.authorizations.push(request.headers.authorization);
    const ticket = `ticket-${this.authorizations.length}`;
    this.#tickets.add(ticket);
    response.writeHead(this.ticketStatus, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(this.ticketStatus === 200 ? { ticket, expires_in_ms: 30_000 } : { detail: 'Not you' }),
    );
  }

  #accept(socket: WebSocket): void {
    if (this.onConnection(socket)) return;
    socket.on('message', (data: Buffer) =>
      this.#receive(socket, JSON.parse(data.toString()) as ClientMessage),
    );
    socket.on('close', () => {
      for (const [id, reader] of this.#readers) if (reader.socket === socket) this.#readers.delete(id);
    });
    send(socket, {
      type: 'hello',
      version: 1,
      epoch: this.epoch,
      heartbeat_ms: 15_000,
      limits: {},
      levels: { version: 0, levels: {} },
    });
  }

  #receive(socket: WebSocket, message: ClientMessage): void {
    this.received.push(message);
    if (!('id' in message)) return;
    const { id } = message;
    const reader = this.#readers.get(id);
    if (message.type === 'unsubscribe') this.#readers.delete(id);
    if (message.type === 'pause' && reader) reader.paused = true;
    if (message.type === 'resume' && reader) {
      reader.paused = false;
      this.#deliver(id, 'replay');
    }
    if (message.type !== 'subscribe') return;
    if (reader) {
      return send(socket, { type: 'error', code: 'duplicate_subscription', message: 'It stands', id });
    }
    let matches: LogMatcher;
    try {
      matches = createMatcher(parseFilter(message.filter ?? ''), platformRegex);
    } catch (error) {
      return send(socket, { type: 'error', code: 'invalid_filter', message: (error as Error).message, id });
    }
    const after = message.after ? parseCursor(message.after) : undefined;
    const known = after?.epoch === this.epoch;
    this.#readers.set(id, {
      socket,
      generation: 1,
      matches,
      paused: false,
      sent: known ? after.position : 0,
    });
    send(socket, {
      type: 'subscribed',
      id,
      generation: 1,
      resumed: !after || known,
    });
    this.#deliver(id, 'replay');
    send(socket, { type: 'live', id });
  }

  #deliver(id: string, phase: 'replay' | 'live'): void {
    const reader = this.#readers.get(id)!;
    if (reader.paused) return;
    const from = formatCursor(this.epoch, reader.sent);
    const entries = this.entries.filter(
      (entry) => compareCursors(entry.cursor, from) > 0 && reader.matches(entry),
    );
    reader.sent = this.entries.length;
    const to = formatCursor(this.epoch, reader.sent);
    send(reader.socket, { type: 'logs', id, generation: reader.generation, phase, from, to, entries });
  }
}

function send(socket: WebSocket, message: ServerMessage): void {
  socket.send(JSON.stringify(message));
}
