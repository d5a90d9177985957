import { CLOSE_CODES, SILENCE_MS, type ClientMessage, type ServerMessage } from '@tailrace/protocol/core';
import { BehaviorSubject } from 'rxjs';
import { absoluteUrl } from './absoluteUrl.ts';
import { AckSender } from './AckSender.ts';
import { fetchTicket, TicketError } from './fetchTicket.ts';
import { LogStreamError } from './LogStreamError.ts';
import { parseServerMessage } from './parseServerMessage.ts';
import { ReconnectPolicy, type ConnectionEnd } from './ReconnectPolicy.ts';
import type { LogSocket, LogSocketFactory } from './socket/LogSocket.ts';
import type { StreamState, StreamStatus } from './StreamStatus.ts';

/** How often a connection is asked whether it still lives. Milliseconds. */
const SILENCE_CHECK_MS = 5000;

export interface StreamConnectionOptions {
  /** The server's address. */
  readonly baseUrl: string;
  readonly getToken?: (() => string | Promise<string>) | undefined;
  readonly fetch: typeof globalThis.fetch;
  readonly createSocket: LogSocketFactory;
  readonly policy: ReconnectPolicy;
}

export interface StreamConnectionListener {
  /** The server has said hello; `epoch` is its store's. */
  readonly connected: (epoch: string) => void;
  readonly message: (message: ServerMessage) => void;
  readonly disconnected: () => void;
  readonly error: (error: LogStreamError) => void;
}

/** One connection to the server for all subscriptions: gets in, stays in, comes back. */
export class StreamConnection {
  readonly status$ = new BehaviorSubject<StreamStatus>({ state: 'closed', attempt: 0 });
  readonly #options: StreamConnectionOptions;
  readonly #listener: StreamConnectionListener;
  readonly #acks = new AckSender((cursor) => this.send({ type: 'ack', cursor }));
  #socket: LogSocket | undefined;
  #abort = new AbortController();
  #skipWait = () => {};
  #retryDelayMs = 0;
  #silenceTimer: ReturnType<typeof setInterval> | undefined;
  #openedAt = 0;
  #lastHeard = 0;
  #connected = false;

  constructor(options: StreamConnectionOptions, listener: StreamConnectionListener) {
    this.#options = options;
    this.#listener = listener;
  }

  /** Connects, unless that is done or under way. */
  open(): void {
    if (this.#socket) return;
    this.#options.policy.restart();
    this.#retryDelayMs = 0;
    this.#abort = new AbortController();
    const { signal } = this.#abort;
    this.#setStatus('connecting');
    const listener = {
      open: () => this.#onOpen(),
      message: (text: string) => this.#onMessage(text),
      close: (code: number, reason: string) => this.#onClose(code, reason),
    };
    const freshUrl = () => this.#ticketUrl(signal);
    this.#socket = this.#options.createSocket(() => this.#nextUrl(signal), listener, freshUrl);
    globalThis.addEventListener?.('online', this.#onOnline);
  }

  /** Connects now: ends a wait, and tries again after a refusal. */
  reconnect(): void {
    if (!this.#socket) this.open();
    else this.#skipWait();
  }

  close(state: StreamState = 'closed', error?: LogStreamError): void {
    if (this.#socket) {
      globalThis.removeEventListener?.('online', this.#onOnline);
      this.#socket.close();
      this.#socket = undefined;
      this.#abort.abort();
      this.#lost();
    }
    this.#setStatus(state, error && { error });
  }

  /** Sends if there is a connection; what belongs to one means nothing on the next. */
  send(message: ClientMessage): void {
    if (this.#connected) this.#socket?.send(JSON.stringify(message));
  }

  /** Tells whether all subscriptions have caught up. */
  caughtUp(live: boolean): void {
    if (this.#connected) this.#setStatus(live ? 'live' : 'replaying');
  }

  /** Called by the socket before each connection; rejects never, since only an answer leads on. */
  async #nextUrl(signal: AbortSignal): Promise<string> {
    for (;;) {
      await this.#wait(signal);
      if (signal.aborted) return forever();
      this.#setStatus(this.#options.policy.attempt === 0 ? 'connecting' : 'reconnecting');
      try {
        return await this.#ticketUrl(signal);
      } catch (error) {
        if (signal.aborted) return forever();
        this.#onTicketError(error instanceof TicketError ? error : new TicketError(String(error)));
      }
    }
  }

  async #ticketUrl(signal: AbortSignal): Promise<string> {
    const { getToken, fetch } = this.#options;
    const baseUrl = absoluteUrl(this.#options.baseUrl);
    let token: string | undefined;
    try {
      token = await getToken?.();
    } catch (cause) {
      throw new TicketError('The token for the log server could not be had', { cause });
    }
    const ticket = await fetchTicket({ baseUrl, token, fetch, signal });
    return `${baseUrl.replace(/^http/, 'ws')}/api/v1/logs/stream/ws?ticket=${encodeURIComponent(ticket)}`;
  }

  #wait(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, this.#retryDelayMs);
      signal.addEventListener('abort', done);
      this.#skipWait = done;
    });
  }

  #onOpen(): void {
    this.#openedAt = this.#lastHeard = performance.now();
    this.#silenceTimer = setInterval(() => {
      if (performance.now() - this.#lastHeard > SILENCE_MS) this.#socket?.reconnect();
    }, SILENCE_CHECK_MS);
  }

  #onMessage(text: string): void {
    this.#lastHeard = performance.now();
    let message: ServerMessage | undefined;
    try {
      message = parseServerMessage(text);
    } catch (error) {
      this.#listener.error(error as LogStreamError);
      return;
    }
    if (!message) return;
    if (message.type === 'hello') {
      this.#connected = true;
      this.#setStatus('replaying');
      this.#listener.connected(message.epoch);
      return;
    }
    this.#listener.message(message);
    if (message.type === 'logs' || message.type === 'gap') this.#acks.took(message.to, text.length);
  }

  #onClose(code: number, reason: string): void {
    const livedMs = this.#openedAt === 0 ? 0 : performance.now() - this.#openedAt;
    this.#lost();
    const error = new LogStreamError('connection_lost', sentenceFor(code, reason));
    this.#onEnd({ kind: 'closed', code, reason, livedMs }, error);
  }

  #onTicketError(error: TicketError): void {
    const { status, retryAfterMs } = error;
    this.#onEnd(
      {
        kind: 'ticket_failed',
        ...(status !== undefined && { status }),
        ...(retryAfterMs !== undefined && { retryAfterMs }),
      },
      error,
    );
  }

  #onEnd(end: ConnectionEnd, error: LogStreamError): void {
    const step = this.#options.policy.next(end);
    if (step.kind === 'retry') {
      this.#retryDelayMs = step.delayMs;
      this.#setStatus('reconnecting', { retry_at: Date.now() + step.delayMs, error });
      return;
    }
    const refused = step.kind === 'refused';
    const final = refused ? new LogStreamError('refused', error.message, { cause: error }) : error;
    this.close(refused ? 'refused' : 'offline', final);
    this.#listener.error(final);
  }

  #lost(): void {
    clearInterval(this.#silenceTimer);
    this.#acks.stop();
    this.#openedAt = 0;
    if (!this.#connected) return;
    this.#connected = false;
    this.#listener.disconnected();
  }

  readonly #onOnline = () => this.#skipWait();

  #setStatus(state: StreamState, details?: Pick<StreamStatus, 'retry_at' | 'error'>): void {
    const { state: before, error, retry_at: retryAt } = this.status$.value;
    if (state === before && !details && retryAt === undefined) return;
    const connected = state === 'live' || state === 'replaying';
    this.status$.next({
      state,
      attempt: connected ? 0 : this.#options.policy.attempt,
      // While an attempt is under way, the reason why it is needed stays.
      ...(state === 'reconnecting' && error && { error }),
      ...details,
    });
  }
}

/** The reason of a restart is for the policy, and that of 4001 and its like for people. */
function sentenceFor(code: number, reason: string): string {
  if (code === CLOSE_CODES.restarting) return 'The log server is restarting';
  return reason || 'The connection to the log server was lost';
}

/** What a socket that was closed may wait for. */
function forever(): Promise<never> {
  return new Promise(() => {});
}
