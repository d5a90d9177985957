import { request } from 'node:http';
import { STREAM_SUBPROTOCOL, type LogEntry, type ServerMessage } from '@tailrace/protocol';
import WebSocket from 'ws';
import { AckSender } from './AckSender.ts';
import type { ServerProcess } from './serverProcess.ts';

export const TRANSPORTS = ['websocket', 'sse', 'sse-plain'] as const;
export type Transport = (typeof TRANSPORTS)[number];

/** What comes over a connection. */
export interface StreamSink {
  entries(entries: readonly LogEntry[], cursor: string): void;
  gap(count: number, cursor: string): void;
  closed(): void;
}

/** One connection of a subscriber. */
export interface Connection {
  /** Tells the server that everything up to here has arrived, where that can be told. */
  acknowledge(cursor: string): void;
  /** Takes nothing more from the operating system. */
  freeze(): void;
  thaw(): void;
  /** Breaks the connection without saying goodbye. */
  destroy(): void;
}

/** Opens a stream by one of the transports, after a cursor. */
export function connect(
  transport: Transport,
  server: ServerProcess,
  { filter, after }: { readonly filter: string; readonly after: string },
  sink: StreamSink,
): Connection {
  if (transport === 'websocket') return connectSocket(server, { filter, after }, sink);
  const format = transport === 'sse' ? 'frames' : 'entry';
  const query = new URLSearchParams({ format, after, ...(filter !== '' && { q: filter }) });
  return connectEvents(server, query, sink);
}

function connectSocket(
  { url, readKey }: ServerProcess,
  { filter, after }: { readonly filter: string; readonly after: string },
  sink: StreamSink,
): Connection {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/api/v1/logs/stream/ws`, [STREAM_SUBPROTOCOL], {
    headers: { Authorization: `Bearer ${readKey}` },
  });
  const say = (message: object) => {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
  };
  const acks = new AckSender((cursor) => say({ type: 'ack', cursor }));
  socket.on('open', () => say({ type: 'subscribe', id: 'a', filter, after }));
  socket.on('message', (data: Buffer) => takeFrame(data.toString(), sink));
  socket.on('error', () => undefined); // Followed by the close.
  socket.on('close', () => {
    acks.stop();
    sink.closed();
  });
  return {
    acknowledge: (cursor) => acks.took(cursor),
    freeze: () => socket.pause(),
    thaw: () => socket.resume(),
    destroy: () => socket.terminate(),
  };
}

function connectEvents(
  { url, readKey }: ServerProcess,
  query: URLSearchParams,
  sink: StreamSink,
): Connection {
  const sent = request(`${url}/api/v1/logs/stream/sse?${query.toString()}`, {
    agent: false,
    headers: { Authorization: `Bearer ${readKey}` },
  });
  let isFrozen = false;
  let rest = '';
  let thaw: (() => void) | undefined;
  sent.on('response', (answer) => {
    if (answer.statusCode !== 200) throw new Error(`The stream was refused with ${answer.statusCode}`);
    answer.setEncoding('utf8');
    answer.on('data', (chunk: string) => {
      const blocks = (rest + chunk).split('\n\n');
      rest = blocks.pop()!;
      for (const block of blocks) takeEvent(block, sink);
    });
    answer.on('error', () => undefined); // Followed by the close.
    thaw = () => void (isFrozen ? answer.pause() : answer.resume());
    thaw();
  });
  sent.on('error', () => undefined); // Followed by the close.
  sent.on('close', () => sink.closed());
  sent.end();
  return {
    acknowledge: () => undefined,
    freeze() {
      isFrozen = true;
      thaw?.();
    },
    thaw() {
      isFrozen = false;
      thaw?.();
    },
    destroy: () => sent.destroy(),
  };
}

function takeEvent(block: string, sink: StreamSink): void {
  const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
  const [event, id, data] = [field('event'), field('id'), field('data')];
  if (event === 'log') sink.entries([JSON.parse(data!) as LogEntry], id!);
  else if (event === undefined && data !== undefined) takeFrame(data, sink);
  else if (id !== undefined && data === undefined) sink.entries([], id);
}

function takeFrame(text: string, sink: StreamSink): void {
  const message = JSON.parse(text) as ServerMessage;
  if (message.type === 'logs') sink.entries(message.entries, message.to);
  else if (message.type === 'gap') sink.gap(message.count, message.to);
  else if (message.type === 'error') throw new Error(`${message.code}: ${message.message}`);
}
