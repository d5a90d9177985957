import type { Counted, LogStore } from '../store/LogStore.ts';
import type { StreamFilter } from './StreamFilter.ts';

/** Positions that are counted by one read: others have their turn, and subscribers that stand apart meet again. */
const SLICE_POSITIONS = 20_000;
/** Slices whose count is remembered. */
const MAX_SLICES = 1000;

/**
 * Counts what subscribers leave out. Many that fall behind at a time leave out the same: each slice of the commit
 * order is counted once for all that have the same filter.
 */
export class SharedCounts {
  readonly #store: Pick<LogStore, 'count'>;
  readonly #slices = new Map<string, Promise<Counted>>();

  constructor(store: Pick<LogStore, 'count'>) {
    this.#store = store;
  }

  /** How many entries match after a position; up to where, the answer says: at the latest at the head. */
  count(tenant: string, { filter, key }: StreamFilter, after: number, head: number): Promise<Counted> {
    const upTo = Math.min(head, (Math.floor(after / SLICE_POSITIONS) + 1) * SLICE_POSITIONS);
    const name = `${tenant} ${after} ${upTo} ${key}`;
    const known = this.#slices.get(name);
    if (known) return known;
    const counted = this.#store.count({ tenant, filter, after, upTo });
    this.#slices.set(name, counted);
    if (this.#slices.size > MAX_SLICES) this.#slices.delete(this.#slices.keys().next().value!);
    // Who asked is told; the next one asks again.
    counted.catch(() => this.#slices.delete(name));
    return counted;
  }
}
