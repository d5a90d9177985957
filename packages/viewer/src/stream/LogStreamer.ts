import type { LogEntry } from '@tailrace/protocol';
import { Subscription } from 'rxjs';
import { jobMessage, type JobMessage } from './jobMessage.ts';
import { LogStreamError } from './LogStreamError.ts';
import type { LogStreamingService } from './LogStreamingService.ts';
import type { SubscribeOptions } from './LogSubscription.ts';

/** Callbacks of a streamer. */
export interface LogStreamHandlers {
  /** Gets each entry, and the same as a line of a job. */
  readonly onMessage: (entry: LogEntry, job: JobMessage) => void;
  readonly onConnect?: () => void;
  readonly onDisconnect?: () => void;
  readonly onError?: (error: LogStreamError) => void;
}

/** A stream by callbacks, for code that does not want observables. */
export class LogStreamer {
  readonly #service: LogStreamingService;
  readonly #options: SubscribeOptions;
  readonly #handlers: LogStreamHandlers;
  #running: Subscription | undefined;

  constructor(service: LogStreamingService, options: SubscribeOptions, handlers: LogStreamHandlers) {
    this.#service = service;
    this.#options = options;
    this.#handlers = handlers;
  }

  /** Begins; does nothing when it has begun. */
  connect(): void {
    if (this.#running) return;
    const { onMessage, onConnect, onDisconnect, onError } = this.#handlers;
    const running = (this.#running = new Subscription());
    const subscription = this.#service.subscribe(this.#options);
    running.add(
      subscription.events$.subscribe((event) => {
        if (event.type === 'entries') event.entries.forEach((entry) => onMessage(entry, jobMessage(entry)));
        else if (event.type === 'error') onError?.(new LogStreamError('server_error', event.message));
      }),
    );
    running.add(this.#service.errors$.subscribe((error) => onError?.(error)));
    let wasConnected = false;
    running.add(
      this.#service.status$.subscribe(({ state }) => {
        const isConnected = state === 'live' || state === 'replaying';
        if (isConnected === wasConnected) return;
        wasConnected = isConnected;
        if (isConnected) onConnect?.();
        else onDisconnect?.();
      }),
    );
    running.add(() => subscription.close());
  }

  /** Ends; `connect` begins anew, with what is stored by then. */
  disconnect(): void {
    if (!this.#running) return;
    const { state } = this.#service.currentStatus;
    this.#running.unsubscribe();
    this.#running = undefined;
    if (state === 'live' || state === 'replaying') this.#handlers.onDisconnect?.();
  }
}
