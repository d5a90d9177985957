import type { LogEntry } from '@tailrace/protocol';
import { FilterIndex } from './FilterIndex.ts';
import type { StreamFilter } from './StreamFilter.ts';

/** Filters after which it pays to look entries up: to do so costs about as much as to ask this many about them. */
export const ASKED_ONE_BY_ONE = 8;
/** Positions from which entries are looked up at a time: one for each `batch_ms` that is in use, more or less. */
const MAX_STRETCHES = 8;
/** Pairs of a filter and an entry that are kept for one of them: a megabyte. */
const MAX_CANDIDATES = 100_000;

/** An entry that a filter can be asked about. */
interface Matchable {
  readonly entry: LogEntry;
}

/** What is known of the entries after a position. */
interface Stretch<Entry> {
  /** Filters that were asked one by one. */
  asked: number;
  /** Of each filter in the index, the entries that it may pass. */
  candidates: ReadonlyMap<string, readonly Entry[]> | 'too many' | undefined;
}

const NONE: readonly never[] = [];

/**
 * Finds what may pass a filter among the newest entries, for all filters by which somebody reads at once. Valid
 * until entries are added.
 */
export class FilterLookup<Entry extends Matchable> {
  readonly #index = new FilterIndex();
  readonly #stretches = new Map<number, Stretch<Entry>>();

  /** @returns stops following */
  watch(filter: StreamFilter): () => void {
    this.#index.add(filter);
    // What was looked up before does not know this filter.
    this.forget();
    let isWatched = true;
    return () => {
      if (isWatched) this.#index.remove(filter);
      isWatched = false;
    };
  }

  /**
   * @param after position after which `entries` begin to count, which is at `first`
   * @returns `undefined` where the filter has to be asked about all of them
   */
  find(
    filter: StreamFilter,
    after: number,
    entries: readonly Entry[],
    first: number,
  ): readonly Entry[] | undefined {
    if (!this.#index.has(filter)) return undefined;
    const stretch = this.#stretchAfter(after);
    if (!stretch || stretch.asked < ASKED_ONE_BY_ONE) {
      if (stretch) stretch.asked += 1;
      return undefined;
    }
    stretch.candidates ??= this.#lookUp(entries, first);
    return stretch.candidates === 'too many' ? undefined : (stretch.candidates.get(filter.key) ?? NONE);
  }

  /** To be called when there are more entries. */
  forget(): void {
    this.#stretches.clear();
  }

  #stretchAfter(after: number): Stretch<Entry> | undefined {
    const known = this.#stretches.get(after);
    if (known || this.#stretches.size >= MAX_STRETCHES) return known;
    const stretch: Stretch<Entry> = { asked: 0, candidates: undefined };
    this.#stretches.set(after, stretch);
    return stretch;
  }

  #lookUp(entries: readonly Entry[], first: number): ReadonlyMap<string, readonly Entry[]> | 'too many' {
    const candidates = new Map<string, Entry[]>();
    let count = 0;
    for (let i = first; i < entries.length; i += 1) {
      const entry = entries[i]!;
      for (const key of this.#index.candidates(entry.entry)) {
        const found = candidates.get(key);
        if (found) found.push(entry);
        else candidates.set(key, [entry]);
        count += 1;
      }
      if (count > MAX_CANDIDATES) return 'too many';
    }
    return candidates;
  }
}
