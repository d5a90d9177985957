import { CLOSE_CODES, SILENCE_MS, type ClientMessage, type SubscribeMessage } from '@tailrace/protocol/core';
import type { LogSocket, LogSocketFactory, LogSocketListener } from './LogSocket.ts';
import { readEvents } from './readEvents.ts';

/** What a socket says of a connection that ended without a word. */
const ABNORMAL = 1006;
const CLOSE_CODES_OF: Readonly<Record<number, number>> = {
  401: CLOSE_CODES.unauthenticated,
  403: CLOSE_CODES.forbidden,
};

export interface EventSourceOptions {
  /** @default globalThis.fetch */
  readonly fetch?: typeof globalThis.fetch;
}

interface Stream {
  readonly asked: SubscribeMessage;
  abort: AbortController;
  /** How far it has come. */
  cursor?: string;
}

/**
 * Server-Sent Events in place of a socket, for networks that let none through: each subscription is a stream of
 * its own, asked for by its URL. They are read by `fetch`, which tells what went wrong where `EventSource` does
 * not.
 *
 * @example
 * new LogStreamingService('https://logs.example.com', { createSocket: eventSource() });
 */
export function eventSource({ fetch }: EventSourceOptions = {}): LogSocketFactory {
  const request: typeof globalThis.fetch = fetch ?? ((input, init) => globalThis.fetch(input, init));
  return (nextUrl, listener, freshUrl) => new EventSourceSocket({ nextUrl, freshUrl, listener, request });
}

interface Wiring {
  readonly nextUrl: () => Promise<string>;
  readonly freshUrl: () => Promise<string>;
  readonly listener: LogSocketListener;
  readonly request: typeof globalThis.fetch;
}

class EventSourceSocket implements LogSocket {
  readonly #wiring: Wiring;
  readonly #streams = new Map<string, Stream>();
  /** Ends all that belongs to the present connection. */
  #connection = new AbortController();
  #open = false;

  constructor(wiring: Wiring) {
    this.#wiring = wiring;
    void this.#connect(this.#connection.signal);
  }

  send(text: string): void {
    const message = JSON.parse(text) as ClientMessage;
    if (message.type === 'subscribe') {
      const stream = { asked: message, abort: new AbortController() };
      this.#streams.set(message.id, stream);
      void this.#follow(stream, this.#connection.signal);
    } else if (message.type === 'unsubscribe' || message.type === 'pause') {
      this.#streams.get(message.id)?.abort.abort();
      if (message.type === 'unsubscribe') this.#streams.delete(message.id);
    } else if (message.type === 'resume') {
      const stream = this.#streams.get(message.id);
      if (!stream?.abort.signal.aborted) return;
      stream.abort = new AbortController();
      void this.#follow(stream, this.#connection.signal, true);
    }
  }

  reconnect(): void {
    this.#lose(this.#connection.signal, ABNORMAL, '');
  }

  close(): void {
    this.#connection.abort();
    this.#streams.forEach(({ abort }) => abort.abort());
    this.#streams.clear();
  }

  /** One stream of nothing says whether the server is there, and which store it has. */
  async #connect(connection: AbortSignal): Promise<void> {
    const url = await this.#wiring.nextUrl();
    if (connection.aborted) return;
    const probe = new AbortController();
    const end = await this.#read(
      url,
      { after: 'now' },
      AbortSignal.any([connection, probe.signal]),
      (data) => {
        if (this.#open || messageOf(data)?.['type'] !== 'hello') return;
        this.#open = true;
        probe.abort();
        this.#wiring.listener.open();
        this.#wiring.listener.message(data);
      },
    );
    if (!this.#open) this.#lose(connection, end.code, end.reason);
  }

  /** Reads the stream of a subscription; its end is the end of the connection. */
  async #follow(stream: Stream, connection: AbortSignal, resumed = false): Promise<void> {
    const { asked, abort } = stream;
    const { id, filter, batch_ms: batchMs } = asked;
    const start = stream.cursor ?? asked.after;
    const signal = AbortSignal.any([connection, abort.signal]);
    let url: string;
    try {
      url = await this.#wiring.freshUrl();
    } catch {
      // Asking for the next address fails likewise, and there it is told.
      return this.#lose(connection, ABNORMAL, '');
    }
    if (signal.aborted) return;
    const query = {
      ...(filter !== undefined && { q: filter }),
      ...(batchMs !== undefined && { batch_ms: String(batchMs) }),
      ...(start === undefined ? { last: String(asked.last) } : { after: start }),
    };
    const end = await this.#read(url, query, signal, (data) => {
      const message = messageOf(data);
      // One that is not readable is for the listener to tell of.
      if (!message) return this.#wiring.listener.message(data);
      if (message['type'] === 'hello' || (resumed && message['type'] === 'subscribed')) return;
      if (typeof message['to'] === 'string') stream.cursor = message['to'];
      // The server has its own name for the only subscription of a stream.
      this.#wiring.listener.message('id' in message ? JSON.stringify({ ...message, id }) : data);
    });
    if (signal.aborted) return;
    if (end.code === CLOSE_CODES.unauthenticated || end.status !== 400)
      return this.#lose(connection, end.code, end.reason);
    this.#wiring.listener.message(
      JSON.stringify({ type: 'error', code: 'invalid_filter', message: end.reason, id }),
    );
  }

  async #read(
    url: string,
    query: Readonly<Record<string, string>>,
    signal: AbortSignal,
    onData: (data: string) => void,
  ): Promise<{ readonly code: number; readonly reason: string; readonly status?: number }> {
    const silence = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const heard = () => {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE_MS);
    };
    try {
      heard();
      const response = await this.#wiring.request(eventsUrl(url, query), {
        headers: { Accept: 'text/event-stream' },
        credentials: 'same-origin',
        cache: 'no-store',
        signal: AbortSignal.any([signal, silence.signal]),
      });
      const { status } = response;
      if (!response.ok || !response.body) {
        const problem = (await response.json().catch(() => ({}))) as { detail?: string };
        return { status, code: CLOSE_CODES_OF[status] ?? ABNORMAL, reason: problem.detail ?? '' };
      }
      await readEvents(response.body, onData, heard);
    } catch {
      // Whatever broke it, the connection is gone, and the next one will tell.
    } finally {
      clearTimeout(timer);
    }
    return { code: ABNORMAL, reason: '' };
  }

  #lose(connection: AbortSignal, code: number, reason: string): void {
    if (connection.aborted) return;
    this.close();
    this.#open = false;
    this.#connection = new AbortController();
    const next = this.#connection.signal;
    this.#wiring.listener.close(code, reason);
    if (!next.aborted) void this.#connect(next);
  }
}

/** The address of a socket, made that of a stream of frames. */
function eventsUrl(socketUrl: string, query: Readonly<Record<string, string>>): string {
  const url = new URL(socketUrl.replace(/^ws/, 'http'));
  url.pathname = url.pathname.replace(/ws$/, 'sse');
  for (const [name, value] of Object.entries({ format: 'frames', ...query }))
    url.searchParams.set(name, value);
  return url.href;
}

function messageOf(data: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const message: unknown = JSON.parse(data);
    return typeof message === 'object' && message !== null ? { ...message } : undefined;
  } catch {
    return undefined;
  }
}
