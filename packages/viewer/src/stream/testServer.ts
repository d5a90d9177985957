import {
  compareCursors,
  formatCursor,
  formatEntryId,
  parseCursor,
  STREAM_SUBPROTOCOL,
  type ClientMessage,
  type LogEntry,
  type LogLevel,
  type ServerMessage,
  type SubscribeMessage,
} from '@tailrace/protocol/core';
import { createMatcher, parseFilter, platformRegex, type LogMatcher } from '@tailrace/protocol/filter';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';

interface Reader {
  /** Whose it is. */
  readonly owner: object;
  readonly send: (message: ServerMessage) => void;
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
  /** Of pages and of the status of streams. */
  pageStatus = 200;
  /** What pages were asked for. */
  readonly pages: URLSearchParams[] = [];
  /** Leaves sockets unanswered, as a network that swallows packets does. */
  ignoresUpgrades = false;
  /** Answers sockets as a proxy does that knows none. */
  refusesUpgrades = false;
  /** Called for each new connection in place of the hello; true when it has dealt with it. */
  onConnection: (socket: WebSocket) => boolean = () => false;
  readonly entries: LogEntry[] = [];
  readonly #readers = new Map<string, Reader>();
  readonly #tickets = new Set<string>();
  readonly #unanswered: Duplex[] = [];
  readonly #events = new Set<ServerResponse>();
  #nextStream = 0;
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
      if (this.refusesUpgrades) {
        socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
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

  /** Subscriptions that are there. */
  get readers(): number {
    return this.#readers.size;
  }

  /** Subscriptions that are not paused. */
  get listening(): number {
    return [...this.#readers.values()].filter(({ paused }) => !paused).length;
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
    this.#events.forEach((response) => response.destroy());
  }

  async stop(): Promise<void> {
    this.cut();
    this.#unanswered.forEach((socket) => socket.destroy());
    this.#http.closeAllConnections();
    this.#http.close();
    await once(this.#http, 'close');
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(request.url!, 'http://localhost');
    if (pathname.endsWith('/logs/stream/sse')) return this.#streamEvents(searchParams, response);
    if (request.method === 'GET') {
      this.authorizations.push(request.headers.authorization);
      const body = pathname.endsWith('/status') ? this.#status() : this.#page(searchParams);
      response.writeHead(this.pageStatus, { 'content-type': 'application/json' });
      response.end(JSON.stringify(this.pageStatus === 200 ? body : { detail: 'Not now' }));
      return;
    }
    this.authorizations.push(request.headers.authorization);
    const ticket = `ticket-${this.authorizations.length}`;
    this.#tickets.add(ticket);
    response.writeHead(this.ticketStatus, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify(this.ticketStatus === 200 ? { ticket, expires_in_ms: 30_000 } : { detail: 'Not you' }),
    );
  }

  #status(): object {
    const global = { websocket: this.connections, sse: this.#events.size };
    return { status: 'ok', connections: { global, jobs: {} } };
  }

  /** A page by time, the newest first, as the server's: the cursor is of another kind than the stream's. */
  #page(query: URLSearchParams): object {
    this.pages.push(query);
    const matches = createMatcher(parseFilter(query.get('q') ?? ''), platformRegex);
    const end = query.get('end');
    const from = Number(query.get('cursor')?.slice('page-'.length) ?? 0);
    const to = from + Number(query.get('limit'));
    const all = this.entries
      .filter((entry) => matches(entry) && (end === null || entry.timestamp < end))
      .toReversed();
    return { logs: all.slice(from, to), pagination: { next: to < all.length ? `page-${to}` : null } };
  }

  /** One subscription, as the URL asks for it. */
  #streamEvents(query: URLSearchParams, response: ServerResponse): void {
    if (!this.#tickets.delete(query.get('ticket') ?? '')) {
      response.writeHead(401, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ detail: 'Get another ticket' }));
      return;
    }
    const filter = query.get('q') ?? '';
    try {
      parseFilter(filter);
    } catch (error) {
      response.writeHead(400, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ detail: (error as Error).message }));
      return;
    }
    const id = `sse-${(this.#nextStream += 1)}`;
    const reply = (message: ServerMessage) =>
      response.write(`data: ${JSON.stringify('id' in message ? { ...message, id: 'sse' } : message)}\n\n`);
    this.#events.add(response);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('retry: 2000\n\n: a comment\n\n');
    reply(this.#hello());
    const after = query.get('after') ?? undefined;
    const last = query.get('last');
    const start = after === undefined ? { last: Number(last) } : { after };
    this.#subscribe({ type: 'subscribe', id, filter, ...start }, response, reply);
    response.on('close', () => {
      this.#events.delete(response);
      this.#readers.delete(id);
    });
  }

  #accept(socket: WebSocket): void {
    if (this.onConnection(socket)) return;
    socket.on('message', (data: Buffer) =>
      this.#receive(socket, JSON.parse(data.toString()) as ClientMessage),
    );
    socket.on('close', () => {
      for (const [id, reader] of this.#readers) if (reader.owner === socket) this.#readers.delete(id);
    });
    send(socket, this.#hello());
  }

  #hello(): ServerMessage {
    return {
      type: 'hello',
      version: 1,
      epoch: this.epoch,
      heartbeat_ms: 15_000,
      limits: {},
      levels: { version: 0, levels: {} },
    };
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
    this.#subscribe(message, socket, (reply) => send(socket, reply));
  }

  #subscribe(message: SubscribeMessage, owner: object, reply: (message: ServerMessage) => void): void {
    const { id } = message;
    let matches: LogMatcher;
    try {
      matches = createMatcher(parseFilter(message.filter ?? ''), platformRegex);
    } catch (error) {
      return reply({ type: 'error', code: 'invalid_filter', message: (error as Error).message, id });
    }
    const after = message.after ? parseCursor(message.after) : undefined;
    const known = after?.epoch === this.epoch;
    const start = message.after === 'now' ? this.entries.length : 0;
    this.#readers.set(id, {
      owner,
      send: reply,
      generation: 1,
      matches,
      paused: false,
      sent: known ? after.position : start,
    });
    reply({ type: 'subscribed', id, generation: 1, resumed: !after || known });
    this.#deliver(id, 'replay');
    reply({ type: 'live', id });
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
    reader.send({ type: 'logs', id, generation: reader.generation, phase, from, to, entries });
  }
}

function send(socket: WebSocket, message: ServerMessage): void {
  socket.send(JSON.stringify(message));
}
