import { printValue, type LogEntry, type ServerMessage } from '@tailrace/protocol/core';
import { Subject, type Observable } from 'rxjs';
import type { EntryContext } from './EntryContext.ts';
import { fetchJson, type ServerAccess } from './fetchJson.ts';
import { LogHistory, type LogHistoryOptions } from './LogHistory.ts';
import { LogStreamer, type LogStreamHandlers } from './LogStreamer.ts';
import { LogStreamError } from './LogStreamError.ts';
import { SubscriptionSession, type LogSubscription, type SubscribeOptions } from './LogSubscription.ts';
import { isReadableEntry } from './parseServerMessage.ts';
import { ReconnectPolicy } from './ReconnectPolicy.ts';
import { fetchedSocket } from './socket/fetchedSocket.ts';
import type { LogSocketFactory } from './socket/LogSocket.ts';
import { reconnecting } from './socket/reconnecting.ts';
import { withFallback } from './socket/withFallback.ts';
import { StreamConnection } from './StreamConnection.ts';
import type { StreamingStatus } from './StreamingStatus.ts';
import type { StreamStatus } from './StreamStatus.ts';

export interface LogStreamingServiceOptions {
  /**
   * A bearer token, asked for before each connection. Pages that the Tailrace server itself serves do
   * without: their cookie speaks.
   */
  readonly getToken?: () => string | Promise<string>;
  /** @default true */
  readonly autoReconnect?: boolean;
  /** Attempts in a row before it stays `offline`. @default Infinity */
  readonly maxReconnectAttempts?: number;
  /** Told of what was skipped or refused; the same errors as `errors$`. */
  readonly onError?: (error: LogStreamError) => void;
  /** @default withFallback(reconnecting(), eventSource()) a WebSocket, or events where none gets through */
  readonly createSocket?: LogSocketFactory;
  /** @default globalThis.fetch */
  readonly fetch?: typeof globalThis.fetch;
}

/**
 * Streams logs of one server. All subscriptions share one socket, which is opened by the first and closed
 * after the last; each resumes exactly where it was when the connection comes back.
 *
 * @example
 * const service = new LogStreamingService('https://logs.example.com', { getToken: () => token });
 * const errors = service.subscribe({ filter: 'level:>=error', last: 100 });
 * errors.entries$.subscribe((entries) => entries.forEach((entry) => console.log(entry.message)));
 */
export class LogStreamingService {
  /** The present status at once, then each change. */
  readonly status$: Observable<StreamStatus>;
  /** Messages that were skipped, and why the server cannot be used. */
  readonly errors$: Observable<LogStreamError>;
  /** Entries of all subscriptions, as each brings them. */
  readonly entries$: Observable<readonly LogEntry[]>;
  readonly #entries = new Subject<readonly LogEntry[]>();
  readonly #access: ServerAccess;
  readonly #errors = new Subject<LogStreamError>();
  readonly #connection: StreamConnection;
  readonly #sessions = new Map<string, SubscriptionSession>();
  #epoch: string | undefined;
  #nextId = 1;

  /** @param baseUrl the server's address, with the path it is mounted at if any; relative ones are the page's */
  constructor(baseUrl: string, options: LogStreamingServiceOptions = {}) {
    this.errors$ = this.#errors.asObservable();
    this.entries$ = this.#entries.asObservable();
    const fetch: typeof globalThis.fetch = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
    this.#access = { baseUrl, getToken: options.getToken, fetch };
    this.#connection = new StreamConnection(
      {
        ...this.#access,
        createSocket: options.createSocket ?? withFallback(reconnecting(), fetchedEventSource(fetch)),
        policy: new ReconnectPolicy({
          autoReconnect: options.autoReconnect ?? true,
          maxAttempts: options.maxReconnectAttempts ?? Infinity,
          random: Math.random,
        }),
      },
      {
        connected: (epoch) => this.#onConnected(epoch),
        disconnected: () => this.#onDisconnected(),
        message: (message) => this.#onMessage(message),
        error: (error) => this.#errors.next(error),
      },
    );
    if (options.onError) this.#errors.subscribe(options.onError);
    this.status$ = this.#connection.status$.asObservable();
  }

  /** What `status$` said last. */
  get currentStatus(): StreamStatus {
    return this.#connection.status$.value;
  }

  /** Begins a subscription, and with the first one the connection. */
  subscribe(options: SubscribeOptions = {}): LogSubscription {
    const id = `s${this.#nextId}`;
    this.#nextId += 1;
    const session = new SubscriptionSession(id, options, {
      send: (message) => this.#connection.send(message),
      error: (error) => this.#errors.next(error),
      closed: () => this.#onClosed(id),
    });
    this.#sessions.set(id, session);
    session.entries$.subscribe((entries) => this.#entries.next(entries));
    if (this.#epoch === undefined) this.#connection.open();
    else session.connected(this.#epoch);
    this.#tellProgress();
    return session;
  }

  /** Connects now instead of at `retry_at`, or after `offline` and `refused`. */
  reconnect(): void {
    if (this.#sessions.size > 0) this.#connection.reconnect();
  }

  /** Every entry of the server, by callbacks. */
  streamAllLogs(handlers: LogStreamHandlers, options: SubscribeOptions = {}): LogStreamer {
    return new LogStreamer(this, options, handlers);
  }

  /** The entries of one job run, by callbacks. */
  streamJobRunLogs(id: string, handlers: LogStreamHandlers, options: SubscribeOptions = {}): LogStreamer {
    const job = `job_run_id:${printValue(id)}`;
    return new LogStreamer(
      this,
      { ...options, filter: options.filter ? `${job} (${options.filter})` : job },
      handlers,
    );
  }

  /** What is stored, by pages. */
  history(options: LogHistoryOptions = {}): LogHistory {
    return new LogHistory(this.#access, options);
  }

  /**
   * What the same logger said before and after an entry, in the order of time, whatever is filtered.
   *
   * @param count entries on each side, at most 200
   * @throws {LogStreamError} `refused`, `server_error` or `connection_lost`
   */
  async getContext(id: string, count: number, signal: AbortSignal): Promise<EntryContext> {
    const path = `/api/v1/logs/${encodeURIComponent(id)}/context?before=${count}&after=${count}`;
    const { before, after } = ((await fetchJson(this.#access, path, signal)) ?? {}) as Partial<EntryContext>;
    if (Array.isArray(before) && Array.isArray(after)) {
      return { before: before.filter(isReadableEntry), after: after.filter(isReadableEntry) };
    }
    throw new LogStreamError('malformed_message', 'What the log server answered is no context of an entry');
  }

  /**
   * How many streams the server has open.
   *
   * @throws {LogStreamError} `refused`, `server_error` or `connection_lost`
   */
  async getStreamingStatus(signal: AbortSignal = new AbortController().signal): Promise<StreamingStatus> {
    const body = await fetchJson(this.#access, '/api/v1/logs/stream/status', signal);
    const { connections } = (body ?? {}) as Partial<StreamingStatus>;
    if (connections?.global) return body as StreamingStatus;
    throw new LogStreamError('malformed_message', 'What the log server answered is no status of streams');
  }

  /** Ends all subscriptions and the connection. */
  close(): void {
    this.#sessions.forEach((session) => session.close());
  }

  #onConnected(epoch: string): void {
    this.#epoch = epoch;
    this.#sessions.forEach((session) => session.connected(epoch));
    this.#tellProgress();
  }

  #onDisconnected(): void {
    this.#epoch = undefined;
    this.#sessions.forEach((session) => session.disconnected());
  }

  #onMessage(message: ServerMessage): void {
    if (!('id' in message) || message.id === undefined) {
      if (message.type === 'error') this.#errors.next(new LogStreamError('server_error', message.message));
      return;
    }
    this.#sessions.get(message.id)?.receive(message);
    this.#tellProgress();
  }

  #onClosed(id: string): void {
    this.#sessions.delete(id);
    if (this.#sessions.size === 0) this.#connection.close();
    else this.#tellProgress();
  }

  #tellProgress(): void {
    this.#connection.caughtUp([...this.#sessions.values()].every((session) => session.live));
  }
}

/** Few networks need it, so its code is fetched where no socket gets through. */
function fetchedEventSource(fetch: typeof globalThis.fetch): LogSocketFactory {
  return fetchedSocket(async () => (await import('./socket/eventSource.ts')).eventSource({ fetch }));
}
