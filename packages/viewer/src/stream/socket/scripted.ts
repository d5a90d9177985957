import {
  compareCursors,
  EVERYTHING,
  formatCursor,
  LogFilterError,
  parseCursor,
  type ClientMessage,
  type GapMessage,
  type LogEntry,
  type LogFilter,
  type ServerMessage,
  type SubscribeMessage,
} from '@tailrace/protocol/core';
import { createMatcher, parseFilter, platformRegex } from '@tailrace/protocol/filter';
import type { LogSocketFactory, LogSocketListener } from './LogSocket.ts';

export interface ScriptedServerOptions {
  /** What is stored when the first viewer comes. */
  readonly entries?: readonly LogEntry[];
  /** Whether the replay ends; a story of loading does not let it. @default true */
  readonly catchesUp?: boolean;
}

interface Reader {
  readonly filter: LogFilter;
  paused: boolean;
  after: number;
}

/**
 * A server in the page: stands in for a real one in stories and in tests of components. It stores, filters,
 * replays and pauses; the author of the script adds entries and breaks things.
 *
 * @example
 * const server = new ScriptedServer({ entries });
 * const service = new LogStreamingService('/', { createSocket: server.createSocket, fetch: server.fetch });
 * server.add([entry]);
 */
export class ScriptedServer {
  /** Answers every request for a ticket, and those for a page of entries. */
  readonly fetch: typeof globalThis.fetch = async (input) => {
    const { pathname, searchParams } = new URL(input instanceof Request ? input.url : input);
    if (!this.#reachable) throw new TypeError('Failed to fetch');
    return pathname === '/api/v1/logs' ? this.#page(searchParams) : this.#ticket();
  };
  readonly #epoch = 'script';
  readonly #catchesUp: boolean;
  readonly #entries: LogEntry[] = [];
  #head = 0;
  readonly #readers = new Map<string, Reader>();
  #listener: LogSocketListener | undefined;
  #connect = () => {};
  #refusal: number | undefined;
  #reachable = true;

  constructor({ entries = [], catchesUp = true }: ScriptedServerOptions = {}) {
    this.#catchesUp = catchesUp;
    this.add(entries);
  }

  readonly createSocket: LogSocketFactory = (nextUrl, listener) => {
    let open = true;
    this.#connect = () => {
      void nextUrl().then(() => {
        if (!open) return;
        this.#listener = listener;
        listener.open();
        this.send({
          type: 'hello',
          version: 1,
          epoch: this.#epoch,
          heartbeat_ms: 15_000,
          limits: {},
          levels: { version: 0, levels: {} },
        });
      });
    };
    this.#connect();
    return {
      send: (text) => this.#receive(JSON.parse(text) as ClientMessage),
      reconnect: () => this.drop(),
      close: () => {
        open = false;
        this.#listener = undefined;
        this.#readers.clear();
      },
    };
  };

  /** Stores entries, and sends them to whom they concern. Cursors are given anew, in this order. */
  add(entries: readonly LogEntry[]): void {
    this.#store(entries);
    this.#readers.forEach((_, id) => this.#deliver(id, 'live'));
  }

  #store(entries: readonly LogEntry[]): void {
    for (const entry of entries) {
      this.#head += 1;
      this.#entries.push({ ...entry, cursor: formatCursor(this.#epoch, this.#head) });
    }
  }

  /** Sends a message as it is. */
  send(message: ServerMessage): void {
    this.#listener?.message(JSON.stringify(message));
  }

  /**
   * Tells every reader that entries were left out.
   *
   * @param stored those of them that can be fetched
   */
  addGap(
    count: number,
    stored: readonly LogEntry[] = [],
    why: Pick<GapMessage, 'reason' | 'at_most'> = { reason: 'slow' },
  ): void {
    const from = formatCursor(this.#epoch, this.#head);
    this.#store(stored);
    this.#head += count - stored.length;
    const to = formatCursor(this.#epoch, this.#head);
    this.#readers.forEach((reader, id) => {
      reader.after = this.#head;
      this.send({ type: 'gap', id, from, to, count, ...why });
    });
  }

  /** Ends the connection; the client comes back on its own. */
  drop(code = 1006, reason = ''): void {
    const listener = this.#listener;
    this.#listener = undefined;
    this.#readers.clear();
    listener?.close(code, reason);
    this.#connect();
  }

  /** From now on tickets are refused with this HTTP status; without one they are given again. */
  refuse(status?: number): void {
    this.#refusal = status;
  }

  /** From now on requests fail, or succeed again. */
  setReachable(reachable: boolean): void {
    this.#reachable = reachable;
  }

  /** All that match, the newest first. */
  #page(query: URLSearchParams): Response {
    const matches = createMatcher(parseFilter(query.get('q') ?? ''), platformRegex);
    const end = query.get('end') ?? '9';
    const logs = this.#entries.filter((entry) => entry.timestamp < end && matches(entry)).toReversed();
    return Response.json({ logs, pagination: { next: null } });
  }

  #ticket(): Response {
    if (this.#refusal !== undefined) {
      return Response.json({ detail: 'This key may not read logs' }, { status: this.#refusal });
    }
    return Response.json({ ticket: 'scripted', expires_in_ms: 30_000 });
  }

  #receive(message: ClientMessage): void {
    switch (message.type) {
      case 'subscribe': {
        const filter = this.#parse(message.id, message.filter ?? '');
        if (!filter) return;
        const after = this.#startOf(message);
        this.#readers.set(message.id, { filter, paused: false, after });
        return this.#replay(message.id);
      }
      case 'pause':
      case 'resume': {
        const reader = this.#readers.get(message.id);
        if (reader) reader.paused = message.type === 'pause';
        return this.#deliver(message.id, 'replay');
      }
      case 'unsubscribe':
        this.#readers.delete(message.id);
        return;
      default:
    }
  }

  #parse(id: string, text: string): LogFilter | undefined {
    try {
      return text === '' ? EVERYTHING : parseFilter(text);
    } catch (error) {
      this.send({ type: 'error', code: 'invalid_filter', message: (error as LogFilterError).message, id });
      return undefined;
    }
  }

  #replay(id: string): void {
    this.send({ type: 'subscribed', id, generation: 1, resumed: true });
    if (!this.#catchesUp) return;
    this.#deliver(id, 'replay');
    this.send({ type: 'live', id });
  }

  #deliver(id: string, phase: 'replay' | 'live'): void {
    const reader = this.#readers.get(id);
    if (!reader || reader.paused || !this.#catchesUp) return;
    const from = formatCursor(this.#epoch, reader.after);
    const entries = this.#entries
      .slice(this.#entries.findLastIndex(({ cursor }) => compareCursors(cursor, from) <= 0) + 1)
      .filter(createMatcher(reader.filter, platformRegex));
    reader.after = this.#head;
    const to = formatCursor(this.#epoch, reader.after);
    this.send({ type: 'logs', id, generation: 1, phase, from, to, entries });
  }

  #startOf({ after, last }: SubscribeMessage): number {
    if (last === 0 || after === 'now') return this.#head;
    if (after !== undefined) return parseCursor(after)?.position ?? 0;
    const first = this.#entries.at(-(last ?? 0));
    return first ? parseCursor(first.cursor)!.position - 1 : 0;
  }
}
