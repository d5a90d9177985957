import { LogBuffer } from './stream/LogBuffer.ts';
import type { LogStreamingService } from './stream/LogStreamingService.ts';
import type { LogSubscription } from './stream/LogSubscription.ts';

export interface LogFeedOptions {
  readonly service: LogStreamingService;
  /** How many stored entries to begin with. */
  readonly last: number;
  readonly maxEntries: number;
}

/** Fills a buffer from a subscription: what a viewer shows, without the showing. */
export class LogFeed {
  readonly buffer: LogBuffer;
  readonly #options: LogFeedOptions;
  readonly #listeners = new Set<() => void>();
  #filter = '';
  #paused = false;
  #caughtUp = false;
  #error: string | undefined;
  #version = 0;
  #subscription: LogSubscription | undefined;

  constructor(options: LogFeedOptions) {
    this.#options = options;
    this.buffer = new LogBuffer({ capacity: options.maxEntries });
    this.buffer.subscribe(() => this.#changed());
  }

  /** Goes up with each change, of the buffer as well. */
  get version(): number {
    return this.#version;
  }

  /** Whether what is stored has arrived. */
  get caughtUp(): boolean {
    return this.#caughtUp;
  }

  /** What the server says of the filter, when it cannot do it. */
  get error(): string | undefined {
    return this.#error;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /**
   * Begins.
   *
   * @returns ends it, and empties the buffer
   */
  open(): () => void {
    const { service, last } = this.#options;
    const subscription = service.subscribe({ filter: this.#filter, last });
    this.#subscription = subscription;
    subscription.events$.subscribe((event) => {
      switch (event.type) {
        case 'entries':
          return this.buffer.append(event.entries);
        case 'gap':
          return this.buffer.addGap(event);
        case 'reset':
          return this.#restart();
        case 'live':
          this.#caughtUp = true;
          return this.#changed();
        case 'error':
          this.#error = event.message;
          return this.#changed();
      }
    });
    if (this.#paused) subscription.pause();
    return () => {
      subscription.close();
      this.#subscription = undefined;
      this.#restart();
    };
  }

  setFilter(filter: string): void {
    if (filter === this.#filter) return;
    this.#filter = filter;
    this.#error = undefined;
    this.#subscription?.update(filter);
    this.#changed();
  }

  setPaused(paused: boolean): void {
    this.#paused = paused;
    if (paused) this.#subscription?.pause();
    else this.#subscription?.resume();
  }

  #restart(): void {
    this.#caughtUp = false;
    this.buffer.clear();
  }

  #changed(): void {
    this.#version += 1;
    this.#listeners.forEach((listener) => listener());
  }
}
