import { MAX_ENTRIES_BEHIND } from '@tailrace/protocol';
import type { LogStore } from '../store/LogStore.ts';
import { encodeEntries, type FeedPage, type LiveFeed } from './LiveFeed.ts';
import type { StreamFilter } from './StreamFilter.ts';

/** Milliseconds after which a stretch without a match is told, so that the client need not read it again. */
const PROGRESS_MS = 1000;
/** Milliseconds after which a failed read is tried again. */
const RETRY_MS = 1000;

/** What a subscription sends to. */
export interface SubscriptionSink {
  /** False while enough is on its way; `wake` the subscription when it is true again. */
  canSend(): boolean;
  logs(phase: 'replay' | 'live', from: number, page: FeedPage): void;
  /** The replay has caught up. */
  live(): void;
  /** Matching entries that the subscriber was too slow for; absent, a slow one is never hurried. */
  gap?(from: number, to: number, count: number): void;
  /** The store could not be read; it is tried again. */
  failed(error: unknown): void;
}

/** Where to start: after a position, or with the last matching entries. */
export type SubscriptionStart = { readonly after: number } | { readonly last: number };

export interface SubscriptionOptions {
  readonly store: LogStore;
  readonly feed: LiveFeed;
  readonly tenant: string;
  readonly filter: StreamFilter;
  readonly start: SubscriptionStart;
  readonly batchMs: number;
  readonly sink: SubscriptionSink;
}

/**
 * Follows the commit order from a position: from the store while it is behind, from the live feed once it is
 * not. All that it holds is the position, so that a slow one costs nothing but its place.
 */
export class Subscription {
  readonly #options: SubscriptionOptions;
  readonly #unfollow: () => void;
  #filter: StreamFilter;
  /** All that matches up to here was sent. */
  #position: number | undefined;
  /** Where the last frame ended. */
  #told = 0;
  /** Whether the client has a cursor of this subscription to resume from. */
  #hasTold = false;
  #toldAt = performance.now();
  /** Entries that it may be behind: those at its start do not count against it, as long as it catches up. */
  #allowedBehind = MAX_ENTRIES_BEHIND;
  #isLive = false;
  #isPaused = false;
  #isStopped = false;
  #isRunning = false;
  #isWoken = false;
  #retry: NodeJS.Timeout | undefined;

  constructor(options: SubscriptionOptions) {
    this.#options = options;
    this.#filter = options.filter;
    this.#unfollow = options.feed.follow(options.batchMs, () => this.wake());
  }

  /** Entries of the store that it has yet to look at. */
  get lag(): number {
    const { head } = this.#options.feed;
    return Math.max(0, head - (this.#position ?? head));
  }

  /** Sends what can be sent. */
  wake(): void {
    this.#isWoken = true;
    if (!this.#isRunning) void this.#run();
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.wake();
  }

  /** Goes on from where it is with another filter. */
  setFilter(filter: StreamFilter): void {
    this.#filter = filter;
    this.wake();
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#retry);
    this.#unfollow();
  }

  async #run(): Promise<void> {
    this.#isRunning = true;
    try {
      while (this.#isWoken) {
        this.#isWoken = false;
        while (await this.#step());
      }
    } catch (error) {
      if (!this.#isStopped) {
        this.#options.sink.failed(error);
        this.#retry = setTimeout(() => this.wake(), RETRY_MS);
      }
    } finally {
      this.#isRunning = false;
    }
  }

  /** @returns whether there may be more to do at once */
  async #step(): Promise<boolean> {
    const { sink, feed, tenant } = this.#options;
    if (this.#isStopped || this.#isPaused || !sink.canSend()) return false;
    const position = (this.#position ??= await this.#findStart());
    if (this.#isStopped) return false;
    const { head } = feed;
    if (position >= head) return this.#catchUp(position);
    if (sink.gap && head - position > this.#allowedBehind) return this.#skip(position, head);
    const page = feed.read(tenant, this.#filter, position);
    return page ? this.#send(page) : this.#replay(position, head);
  }

  async #findStart(): Promise<number> {
    const { start, store, feed, tenant } = this.#options;
    const { head } = feed;
    const position =
      'after' in start
        ? start.after
        : await store.startOfLast({ tenant, filter: this.#filter.filter, after: 0, upTo: head }, start.last);
    this.#told = position;
    this.#allowedBehind += head - position;
    return position;
  }

  #catchUp(position: number): boolean {
    if (this.#isLive) return false;
    const { sink } = this.#options;
    if (this.#told < position || !this.#hasTold) {
      this.#tell('replay', { to: position, texts: [], encoded: encodeEntries([]) });
    }
    this.#isLive = true;
    this.#allowedBehind = MAX_ENTRIES_BEHIND;
    sink.live();
    return false;
  }

  async #replay(after: number, upTo: number): Promise<boolean> {
    const { store, tenant } = this.#options;
    this.#isLive = false;
    const filter = this.#filter;
    const { entries, to } = await store.readAfter({ tenant, filter: filter.filter, after, upTo });
    if (this.#isStopped || this.#isPaused || filter !== this.#filter) return !this.#isStopped;
    const texts = entries.map(({ text }) => text);
    return this.#send({ to, texts, encoded: encodeEntries(texts) });
  }

  #send(page: FeedPage): boolean {
    this.#position = page.to;
    if (page.texts.length > 0 || performance.now() - this.#toldAt >= PROGRESS_MS) {
      this.#tell(this.#isLive ? 'live' : 'replay', page);
    }
    return true;
  }

  #tell(phase: 'replay' | 'live', page: FeedPage): void {
    this.#options.sink.logs(phase, this.#told, page);
    this.#told = page.to;
    this.#hasTold = true;
    this.#toldAt = performance.now();
  }

  async #skip(after: number, upTo: number): Promise<boolean> {
    const { store, tenant, sink } = this.#options;
    const filter = this.#filter;
    const count = await store.count({ tenant, filter: filter.filter, after, upTo });
    if (this.#isStopped || filter !== this.#filter) return !this.#isStopped;
    this.#position = upTo;
    this.#allowedBehind = MAX_ENTRIES_BEHIND;
    if (count > 0) {
      sink.gap?.(this.#told, upTo, count);
      this.#told = upTo;
    }
    return true;
  }
}
