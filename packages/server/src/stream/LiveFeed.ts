import type { LogEntry } from '@tailrace/protocol';
import type { LogBatch, LogHub } from '../hub/LogHub.ts';
import { REPLAY_PAGE_ENTRIES, REPLAY_PAGE_LENGTH, type StoredEntry } from '../store/LogStore.ts';
import { printReaderEntry } from '../store/readerEntry.ts';
import { FeedPage } from './FeedPage.ts';
import { FilterLookup } from './FilterLookup.ts';
import type { StreamFilter } from './StreamFilter.ts';

/** Entries that are kept for subscribers to fetch; who comes later reads from the store. */
const MAX_RECENT_ENTRIES = 5000;
/** UTF-16 code units of those entries' lines. */
const MAX_RECENT_LENGTH = 8 * 1024 * 1024;
/** Milliseconds between two wakes of the same subscriber, for each subscriber that is there: 10,000 wakes a second. */
const WAKE_INTERVAL_MS_EACH = 0.1;
/** Milliseconds between two wakes, at most: what a thousand subscribers come to. */
const MAX_WAKE_INTERVAL_MS = 100;

/** An entry that just arrived; printed and parsed at the first need, once for all subscribers. */
class RecentEntry {
  readonly stored: StoredEntry;
  readonly #epoch: string;
  #text: string | undefined;
  #entry: LogEntry | undefined;

  constructor(stored: StoredEntry, epoch: string) {
    this.stored = stored;
    this.#epoch = epoch;
  }

  get text(): string {
    return (this.#text ??= printReaderEntry(this.#epoch, this.stored));
  }

  get entry(): LogEntry {
    return (this.#entry ??= JSON.parse(this.text) as LogEntry);
  }
}

interface Followers {
  readonly wake: Set<() => void>;
  timer: NodeJS.Timeout | undefined;
  /** On the monotonic clock. */
  wokenAt: number;
}

/**
 * The newest entries, for all subscribers together. Nothing is queued for a subscriber: each comes with its own
 * position and fetches what is new, when its batch time has passed.
 */
export class LiveFeed {
  readonly #hub: LogHub;
  readonly #epoch: string;
  readonly #followers = new Map<number, Followers>();
  readonly #pages = new Map<string, FeedPage>();
  /** Nothing of all that is there: what most are told, where many read with filters of their own. */
  #nothing: FeedPage | undefined;
  readonly #lookup = new FilterLookup<RecentEntry>();
  #followerCount = 0;
  #stopListening: (() => void) | undefined;
  #recent: RecentEntry[] = [];
  #recentLength = 0;
  /** All entries after `#from` up to and including `#to` are in `#recent`. */
  #from = 0;
  #to = 0;

  constructor(hub: LogHub, epoch: string) {
    this.#hub = hub;
    this.#epoch = epoch;
  }

  /** Position of the newest entry. */
  get head(): number {
    return this.#hub.head;
  }

  /**
   * Wakes a subscriber when there is something new, `batchMs` later. Those with the same `batchMs` wake together,
   * so that they can share what is encoded. Where there are many, they are woken less often while entries keep
   * coming: a thousand with filters of their own would else get a thousand small frames each time.
   *
   * @returns stops following
   */
  follow(batchMs: number, wake: () => void): () => void {
    this.#stopListening ??= this.#listen();
    const followers = this.#followers.get(batchMs) ?? { wake: new Set(), timer: undefined, wokenAt: 0 };
    this.#followers.set(batchMs, followers);
    followers.wake.add(wake);
    this.#followerCount += 1;
    return () => {
      if (!followers.wake.delete(wake)) return;
      this.#followerCount -= 1;
      if (followers.wake.size > 0) return;
      clearTimeout(followers.timer);
      this.#followers.delete(batchMs);
      if (this.#followers.size === 0) this.#stop();
    };
  }

  /**
   * Says by which filter somebody will read: what may pass it is then found together with what may pass others.
   *
   * @returns stops it
   */
  watch(filter: StreamFilter): () => void {
    return this.#lookup.watch(filter);
  }

  /**
   * What passes a filter after a position.
   *
   * @returns `undefined` when that is not among the newest entries: read it from the store
   */
  read(tenant: string, filter: StreamFilter, after: number): FeedPage | undefined {
    if (after < this.#from || after >= this.#to) return undefined;
    // Positions have no holes, so that the place in the list follows from them.
    const first = after - this.#from;
    const found = this.#lookup.find(filter, after, this.#recent, first);
    // Before all else: it is so for most of those that read with filters of their own.
    if (found?.length === 0) return (this.#nothing ??= new FeedPage(this.#to));
    const key = `${tenant} ${after} ${filter.key}`;
    const known = this.#pages.get(key);
    if (known) return known;
    const page = found
      ? this.#collect(tenant, filter, found, 0)
      : this.#collect(tenant, filter, this.#recent, first);
    this.#pages.set(key, page);
    return page;
  }

  #collect(
    tenant: string,
    { matches }: StreamFilter,
    entries: readonly RecentEntry[],
    first: number,
  ): FeedPage {
    const texts: string[] = [];
    const positions: number[] = [];
    let length = 0;
    let to = this.#to;
    for (let i = first; i < entries.length; i += 1) {
      const recent = entries[i]!;
      if (recent.stored.tenant !== tenant || (matches && !matches(recent.entry))) continue;
      texts.push(recent.text);
      positions.push(recent.stored.position);
      length += recent.text.length;
      if (texts.length === REPLAY_PAGE_ENTRIES || length >= REPLAY_PAGE_LENGTH) {
        to = recent.stored.position;
        break;
      }
    }
    return new FeedPage(to, texts, positions);
  }

  #listen(): () => void {
    this.#from = this.#hub.head;
    this.#to = this.#hub.head;
    return this.#hub.subscribe((batch) => this.#add(batch));
  }

  #stop(): void {
    this.#stopListening?.();
    this.#stopListening = undefined;
    this.#forget(this.#to);
  }

  #add(batch: LogBatch): void {
    if (batch.to <= this.#to) return;
    if (batch.from !== this.#to) this.#forget(batch.from);
    for (const stored of batch.entries) {
      this.#recent.push(new RecentEntry(stored, this.#epoch));
      this.#recentLength += stored.line.length;
    }
    this.#to = batch.to;
    this.#trim();
    this.#forgetPages();
    for (const [batchMs, followers] of this.#followers) {
      followers.timer ??= setTimeout(() => this.#wakeAll(followers), this.#waitOf(followers, batchMs));
    }
  }

  #waitOf({ wokenAt }: Followers, batchMs: number): number {
    const interval = Math.min(this.#followerCount * WAKE_INTERVAL_MS_EACH, MAX_WAKE_INTERVAL_MS);
    return Math.max(batchMs, wokenAt + interval - performance.now());
  }

  #wakeAll(followers: Followers): void {
    followers.timer = undefined;
    followers.wokenAt = performance.now();
    for (const wake of followers.wake) wake();
  }

  #trim(): void {
    let surplus = 0;
    while (
      this.#recent.length - surplus > MAX_RECENT_ENTRIES ||
      (this.#recentLength > MAX_RECENT_LENGTH && surplus < this.#recent.length)
    ) {
      this.#recentLength -= this.#recent[surplus]!.stored.line.length;
      surplus += 1;
    }
    if (surplus > 0) this.#from = this.#recent.splice(0, surplus).at(-1)!.stored.position;
  }

  #forgetPages(): void {
    this.#pages.clear();
    this.#nothing = undefined;
    this.#lookup.forget();
  }

  #forget(position: number): void {
    this.#recent = [];
    this.#recentLength = 0;
    this.#forgetPages();
    this.#from = position;
    this.#to = position;
  }
}
