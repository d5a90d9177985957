import { STREAM_SUBPROTOCOL, type ClientMessage, type ServerMessage } from '@tailrace/protocol';
import { expect, vi } from 'vitest';
import WebSocket, { type ClientOptions } from 'ws';

/** A client of a stream that keeps what it gets. */
export interface StreamClient {
  readonly socket: WebSocket;
  /** Each message, parsed. */
  readonly messages: ServerMessage[];
  /** Code and reason, when the socket is closed. */
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  send(message: ClientMessage): void;
  /** Waits for a message of a type that was not waited for before. */
  next<T extends ServerMessage['type']>(type: T): Promise<Extract<ServerMessage, { type: T }>>;
}

/** Connects to a stream, and resolves when the socket is open. */
export async function connectStream(
  url: string,
  { protocol = STREAM_SUBPROTOCOL, ...options }: ClientOptions & { readonly protocol?: string } = {},
): Promise<StreamClient> {
  const socket = new WebSocket(url.replace(/^http/, 'ws'), protocol === '' ? [] : [protocol], options);
  const messages: ServerMessage[] = [];
  const taken = new Set<ServerMessage>();
  socket.on('message', (data: Buffer) => messages.push(JSON.parse(data.toString()) as ServerMessage));
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  await new Promise<void>((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return {
    socket,
    messages,
    closed,
    send: (message) => socket.send(JSON.stringify(message)),
    async next(type) {
      const message = await vi.waitFor(
        () => {
          const found = messages.find((one) => one.type === type && !taken.has(one));
          expect(found, `a message of type ${type}`).toBeDefined();
          return found!;
        },
        { timeout: 5000, interval: 5 },
      );
      taken.add(message);
      return message as Extract<ServerMessage, { type: typeof type }>;
    },
  };
}

/** Status with which the server refuses an upgrade. */
export function refusedStatus(url: string, options: ClientOptions = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url.replace(/^http/, 'ws'), [STREAM_SUBPROTOCOL], options);
    socket.on('unexpected-response', (_request, answer) => {
      resolve(answer.statusCode ?? 0);
      answer.resume();
    });
    socket.on('open', () => reject(new Error('The upgrade was not refused')));
    socket.on('error', reject);
  });
}
