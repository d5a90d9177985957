import { printFilter, type ServerMessage } from '@tailrace/protocol';
import { Subject, type Observable } from 'rxjs';
import { LogStreamer, type LogStreamHandlers } from './LogStreamer.ts';
import { LogStreamError } from './LogStreamError.ts';
import { SubscriptionSession, type LogSubscription, type SubscribeOptions } from './LogSubscription.ts';
import { ReconnectPolicy } from './ReconnectPolicy.ts';
import type { LogSocketFactory } from './socket/LogSocket.ts';
import { reconnecting } from './socket/reconnecting.ts';
import { StreamConnection } from './StreamConnection.ts';
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
  /** @default reconnecting() a real WebSocket */
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
  readonly #errors = new Subject<LogStreamError>();
  readonly #connection: StreamConnection;
  readonly #sessions = new Map<string, SubscriptionSession>();
  #epoch: string | undefined;
  #nextId = 1;

  /** @param baseUrl the server's address, with the path it is mounted at if any; relative ones are the page's */
  constructor(baseUrl: string, options: LogStreamingServiceOptions = {}) {
    this.errors$ = this.#errors.asObservable();
    this.#connection = new StreamConnection(
      {
        baseUrl,
        getToken: options.getToken,
        fetch: options.fetch ?? ((input, init) => globalThis.fetch(input, init)),
        createSocket: options.createSocket ?? reconnecting(),
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
    const job = printFilter({ kind: 'field', field: 'job_run_id', test: { kind: 'equals', value: id } });
    return new LogStreamer(
      this,
      { ...options, filter: options.filter ? `${job} (${options.filter})` : job },
      handlers,
    );
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
