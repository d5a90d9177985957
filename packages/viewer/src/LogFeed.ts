import type { GapRow } from './stream/buffer/LogRow.ts';
import { LogBuffer } from './stream/LogBuffer.ts';
import type { LogHistory } from './stream/LogHistory.ts';
import type { LogStreamingService } from './stream/LogStreamingService.ts';
import type { LogSubscription } from './stream/LogSubscription.ts';

export interface LogFeedOptions {
  readonly service: LogStreamingService;
  /** How many stored entries to begin with. */
  readonly last: number;
  /** Entries to keep; the oldest go first. */
  readonly maxEntries: number;
}

/**
 * Fills a buffer from a subscription: what a viewer shows, without the showing.
 *
 * @example
 * const feed = new LogFeed({ service, last: 1000, maxEntries: 100_000 });
 * feed.setFilter('level:error');
 * const close = feed.open();
 * root.render(<LogViewer service={service} feed={feed} />);
 */
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
  #history: LogHistory | undefined;

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

  /** In the filter language. */
  get filter(): string {
    return this.#filter;
  }

  setFilter(filter: string): void {
    if (filter === this.#filter) return;
    this.#filter = filter;
    this.#error = undefined;
    this.#forgetHistory();
    this.#subscription?.update(filter);
    this.#changed();
  }

  /** Whether there is nothing older than what is there. */
  get atStart(): boolean {
    return this.#history?.atStart ?? false;
  }

  /**
   * Fetches older entries, for somebody who scrolls up.
   *
   * @throws {LogStreamError} when they cannot be had
   */
  async loadOlder(): Promise<void> {
    this.#history ??= this.#options.service.history({ filter: this.#filter });
    const history = this.#history;
    const entries = await history.older(this.buffer.length > 0 ? this.buffer.timeAt(0) : undefined);
    if (history === this.#history) this.buffer.prepend(entries);
  }

  /**
   * Fetches what a gap left out.
   *
   * @throws {LogStreamError} when it cannot be had
   */
  async fillGap(row: GapRow): Promise<void> {
    const filter = this.#filter;
    const history = this.#options.service.history({ filter });
    const { entriesOfGap } = await import('./entriesOfGap.ts');
    const entries = await entriesOfGap(this.buffer, row, history);
    if (filter === this.#filter && this.buffer.indexOf(row) >= 0) this.buffer.fillGap(row.gap, entries);
  }

  setPaused(paused: boolean): void {
    this.#paused = paused;
    if (paused) this.#subscription?.pause();
    else this.#subscription?.resume();
  }

  #restart(): void {
    this.#caughtUp = false;
    this.#forgetHistory();
    this.buffer.clear();
  }

  #forgetHistory(): void {
    this.#history?.abort();
    this.#history = undefined;
  }

  #changed(): void {
    this.#version += 1;
    this.#listeners.forEach((listener) => listener());
  }
}
