import { MAX_ENTRIES_BEHIND, QUERY_BUDGET_MS, type GapReason } from '@tailrace/protocol';
import type { LogStore, RemovedMatches } from '../store/LogStore.ts';
import { FeedPage } from './FeedPage.ts';
import type { LiveFeed } from './LiveFeed.ts';
import type { SharedCounts } from './SharedCounts.ts';
import type { StreamFilter } from './StreamFilter.ts';

/** Milliseconds of silence after which a stretch without a match is told, so that the client need not read it again. */
const PROGRESS_MS = 1000;
/** Milliseconds after which a failed read is tried again. */
const RETRY_MS = 1000;
/** Milliseconds over which the rate that a subscription asked for is taken. */
const RATE_WINDOW_MS = 1000;

/** What a subscription sends to. */
export interface SubscriptionSink {
  /** False while enough is on its way; `wake` the subscription when it is true again. */
  canSend(): boolean;
  logs(phase: 'replay' | 'live', from: number, page: FeedPage): void;
  /** The replay has caught up. */
  live(): void;
  /** Matching entries that were left out; absent, nothing ever is. */
  gap?(from: number, to: number, count: number, reason: GapReason): void;
  /** Matching entries were removed before the stream came back for them. */
  removed(from: number, to: number, removed: RemovedMatches): void;
  /** The store could not be read; it is tried again. */
  failed(error: unknown): void;
}

/** Where to start: after a position, or with the last matching entries. */
export type SubscriptionStart = { readonly after: number } | { readonly last: number };

export interface SubscriptionOptions {
  readonly store: LogStore;
  readonly feed: LiveFeed;
  readonly counts: SharedCounts;
  readonly tenant: string;
  readonly filter: StreamFilter;
  readonly start: SubscriptionStart;
  readonly batchMs: number;
  /** Live entries a second; the rest is left out, and told as a gap. @default no limit */
  readonly maxRate?: number;
  readonly sink: SubscriptionSink;
}

/** Matching entries that are being left out; told when the subscriber can take some again. */
interface OpenGap {
  readonly reason: GapReason;
  /** On the monotonic clock: the gap lasts until then at least. */
  readonly until: number;
  count: number;
}

/**
 * Follows the commit order from a position: from the store while it is behind, from the live feed once it is
 * not. All that it holds is the position, so that a slow one costs nothing but its place.
 */
export class Subscription {
  readonly #options: SubscriptionOptions;
  readonly #unfollow: () => void;
  readonly #stopped = new AbortController();
  #filter: StreamFilter;
  #unwatch: () => void;
  /** All that matches up to here was sent. */
  #position: number | undefined;
  /** Where the last frame ended. */
  #told = 0;
  /** On the monotonic clock. */
  #toldAt = 0;
  /** Whether the client has a cursor of this subscription to resume from. */
  #hasTold = false;
  /** Entries that it may be behind: those at its start do not count against it, as long as it catches up. */
  #allowedBehind = MAX_ENTRIES_BEHIND;
  #gap: OpenGap | undefined;
  /** What was removed since the client was here; to be told. */
  #removed: RemovedMatches | undefined;
  #rateWindowEnd = 0;
  #sentInRateWindow = 0;
  #isLive = false;
  #isStopped = false;
  #isPaused = false;
  #isRunning = false;
  #isWoken = false;
  #timer: NodeJS.Timeout | undefined;
  #progressTimer: NodeJS.Timeout | undefined;

  constructor(options: SubscriptionOptions) {
    this.#options = options;
    this.#filter = options.filter;
    this.#unwatch = options.feed.watch(options.filter);
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
    if (!this.#isRunning) this.#run();
  }

  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
    this.wake();
  }

  /** Tells what was left out up to now: from here on it would be counted by another filter. */
  endGap(): void {
    const gap = this.#gap;
    const position = this.#position;
    if (!gap || position === undefined) return;
    this.#gap = undefined;
    this.#allowedBehind = MAX_ENTRIES_BEHIND;
    if (gap.count === 0) return;
    this.#options.sink.gap?.(this.#told, position, gap.count, gap.reason);
    this.#told = position;
    this.#hasTold = true;
  }

  /** Goes on from where it is with another filter. */
  setFilter(filter: StreamFilter): void {
    this.#unwatch();
    this.#filter = filter;
    this.#unwatch = this.#options.feed.watch(filter);
    this.wake();
  }

  stop(): void {
    this.#isStopped = true;
    this.#stopped.abort();
    clearTimeout(this.#timer);
    clearTimeout(this.#progressTimer);
    this.#unfollow();
    this.#unwatch();
  }

  #wakeIn(ms: number): void {
    clearTimeout(this.#timer);
    // Timers may fire a little before their time.
    this.#timer = setTimeout(() => this.wake(), Math.ceil(ms) + 1);
  }

  /** Only what reads from the store takes turns: a thousand that are woken together need no promise each. */
  #run(more: boolean | Promise<boolean> = false): void {
    this.#isRunning = true;
    try {
      while (more === true || this.#isWoken) {
        this.#isWoken = false;
        more = this.#step();
        if (typeof more === 'boolean') continue;
        more.then(
          (isMore) => this.#run(isMore),
          (error: unknown) => this.#fail(error),
        );
        return;
      }
      this.#isRunning = false;
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#isRunning = false;
    if (this.#isStopped) return;
    this.#options.sink.failed(error);
    this.#wakeIn(RETRY_MS);
  }

  /** @returns whether there may be more to do at once */
  #step(): boolean | Promise<boolean> {
    const { sink, feed, tenant } = this.#options;
    if (this.#isStopped || this.#isPaused) return false;
    const position = this.#position;
    if (position === undefined) return this.#begin();
    const { head } = feed;
    if (sink.gap && head - position > this.#allowedBehind)
      this.#gap ??= { reason: 'slow', until: 0, count: 0 };
    if (this.#gap) return this.#leaveOut(this.#gap, position, head);
    if (position >= head && this.#isLive) return false;
    const page = position < head && !this.#removed ? feed.read(tenant, this.#filter, position) : undefined;
    // Nothing is sent of it, so that nobody needs to ask whether the socket takes more.
    if (this.#isLive && page?.texts.length === 0) return this.#send(page);
    if (!sink.canSend()) return false;
    if (this.#removed) return this.#replayToRemoved(this.#removed, position, head);
    if (position >= head) return this.#catchUp(position);
    return page ? this.#send(page) : this.#replay(position, head);
  }

  async #begin(): Promise<boolean> {
    this.#position = await this.#findStart();
    return true;
  }

  async #findStart(): Promise<number> {
    const { start, feed } = this.#options;
    const { head } = feed;
    const position = 'after' in start ? start.after : await this.#startOfLast(start.last, head);
    if ('after' in start && position < head) {
      const { store, tenant } = this.#options;
      const request = { tenant, filter: this.#filter.filter, after: position, upTo: head };
      const removed = await store.removedAfter(request, this.#stopped.signal);
      if (removed.count > 0) this.#removed = removed;
    }
    this.#told = position;
    this.#allowedBehind += head - position;
    return position;
  }

  /** In turns with others; the time of a query is for all of them, after which fewer entries have to do. */
  async #startOfLast(count: number, head: number): Promise<number> {
    const { store, tenant } = this.#options;
    const end = performance.now() + QUERY_BUDGET_MS;
    const { filter } = this.#filter;
    let upTo = head;
    let missing = count;
    do {
      const request = { tenant, filter, after: 0, upTo };
      // oxlint-disable-next-line no-await-in-loop
      const { found, after } = await store.startOfLast(request, missing, this.#stopped.signal);
      upTo = after;
      missing -= found;
    } while (missing > 0 && upTo > 0 && performance.now() < end && !this.#isStopped);
    return upTo;
  }

  #catchUp(position: number): boolean {
    if (this.#isLive) return false;
    const { sink } = this.#options;
    if (this.#told < position || !this.#hasTold) {
      this.#tell(new FeedPage(position));
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
    const { entries, to } = await store.readAfter(
      { tenant, filter: filter.filter, after, upTo },
      this.#stopped.signal,
    );
    if (this.#isStopped || this.#isPaused || filter !== this.#filter) return !this.#isStopped;
    const texts = entries.map(({ text }) => text);
    return this.#send(
      new FeedPage(
        to,
        texts,
        entries.map(({ position }) => position),
      ),
    );
  }

  /** What stands before the first that was removed is sent; then it is told of; the rest follows. */
  async #replayToRemoved(removed: RemovedMatches, position: number, head: number): Promise<boolean> {
    if (position < removed.first - 1) return this.#replay(position, removed.first - 1);
    const { store, tenant, sink } = this.#options;
    const request = { tenant, filter: this.#filter.filter, after: position, upTo: head };
    const { entries, to } = await store.readAfter(request, this.#stopped.signal);
    if (this.#isStopped || this.#isPaused) return false;
    this.#removed = undefined;
    // So that the place to come back to passes by nothing that remains.
    const end = entries[0] ? entries[0].position - 1 : to;
    sink.removed(this.#told, end, removed);
    this.#position = end;
    this.#told = end;
    this.#hasTold = true;
    return true;
  }

  #send(page: FeedPage): boolean {
    const count = page.texts.length;
    const allowed = this.#allowedByRate(count);
    if (allowed < count) return this.#sendPart(page, allowed);
    this.#position = page.to;
    if (count > 0) this.#tell(page);
    else this.#progressTimer ??= setTimeout(() => this.#tellProgress(), PROGRESS_MS);
    return !this.#isLive || page.to < this.#options.feed.head;
  }

  #tellProgress(): void {
    this.#progressTimer = undefined;
    const position = this.#position;
    const isIdle = this.#isStopped || this.#isPaused || this.#gap !== undefined;
    if (isIdle || position === undefined || position <= this.#told) return;
    const silentMs = performance.now() - this.#toldAt;
    if (silentMs < PROGRESS_MS) {
      this.#progressTimer = setTimeout(() => this.#tellProgress(), PROGRESS_MS - silentMs);
      return;
    }
    if (this.#options.sink.canSend()) this.#tell(new FeedPage(position));
  }

  /** How many of so many live entries may still go out within this second. */
  #allowedByRate(count: number): number {
    const { maxRate } = this.#options;
    if (maxRate === undefined || !this.#isLive) return count;
    const now = performance.now();
    if (now >= this.#rateWindowEnd) {
      this.#rateWindowEnd = now + RATE_WINDOW_MS;
      this.#sentInRateWindow = 0;
    }
    const allowed = Math.min(count, maxRate - this.#sentInRateWindow);
    this.#sentInRateWindow += allowed;
    return allowed;
  }

  #sendPart(page: FeedPage, count: number): boolean {
    if (count > 0) this.#tell(page.first(count));
    this.#position = page.to;
    this.#gap = { reason: 'rate', until: this.#rateWindowEnd, count: page.texts.length - count };
    this.#wakeIn(this.#rateWindowEnd - performance.now());
    return true;
  }

  #tell(page: FeedPage): void {
    this.#options.sink.logs(this.#isLive ? 'live' : 'replay', this.#told, page);
    this.#told = page.to;
    this.#toldAt = performance.now();
    this.#hasTold = true;
  }

  /**
   * Counts what passes by while the subscriber takes nothing. It is counted as it comes, from what all share,
   * rather than at the end, when many would have to be counted at once.
   */
  async #leaveOut(gap: OpenGap, position: number, head: number): Promise<boolean> {
    const { counts, feed, tenant, sink } = this.#options;
    const filter = this.#filter;
    const page = position < head ? feed.read(tenant, filter, position) : undefined;
    if ((page || position >= head) && performance.now() >= gap.until && sink.canSend()) {
      this.endGap();
      return true;
    }
    if (position >= head) return false;
    const { count, to } = page
      ? { count: page.texts.length, to: page.to }
      : await counts.count(tenant, filter, position, head);
    if (this.#isStopped || gap !== this.#gap || filter !== this.#filter) return !this.#isStopped;
    gap.count += count;
    this.#position = to;
    return true;
  }
}
