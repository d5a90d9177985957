import type { GapReason, LogEntry } from '@tailrace/protocol';

/** Rows that a buffer keeps unless told otherwise. */
const DEFAULT_CAPACITY = 10_000;

/** An entry in its place. */
export interface EntryRow {
  readonly kind: 'entry';
  /** The entry's id. */
  readonly key: string;
  /** Milliseconds since 1970, by the producer's clock. */
  readonly time: number;
  /** Place in the store's commit order. */
  readonly position: number;
  readonly entry: LogEntry;
}

/** Entries that are missing, in their place. */
export interface GapRow {
  readonly kind: 'gap';
  readonly key: string;
  readonly time: number;
  readonly position: number;
  readonly gap: LogGap;
}

export type LogRow = EntryRow | GapRow;

/** `count` entries after the cursor `from` up to and including `to` that were not received. */
export interface LogGap {
  readonly from: string;
  readonly to: string;
  readonly count: number;
  readonly reason: GapReason;
}

export interface LogBufferOptions {
  /** Rows to keep; the oldest go first. @default 10_000 */
  readonly capacity?: number;
}

/** What a buffer has seen since it was made or cleared. */
export interface LogBufferTotals {
  readonly entries: number;
  /** Entries of level error and critical. */
  readonly errors: number;
  /** Rows that had to go. */
  readonly trimmed: number;
}

const NOTHING: LogBufferTotals = { entries: 0, errors: 0, trimmed: 0 };

/**
 * The newest entries, in the order of their time (and where that is equal, of the store), each once. An
 * append costs in proportion to the batch, unless an entry is late: then what comes after it is merged anew.
 *
 * @example
 * const buffer = new LogBuffer({ capacity: 1000 });
 * buffer.append(entries);
 * buffer.get(buffer.length - 1); // the newest
 */
export class LogBuffer {
  readonly #capacity: number;
  readonly #listeners = new Set<() => void>();
  readonly #keys = new Set<string>();
  #rows: LogRow[] = [];
  #version = 0;
  #totals = NOTHING;

  /** @throws {RangeError} when the capacity is not a whole number above 0 */
  constructor({ capacity = DEFAULT_CAPACITY }: LogBufferOptions = {}) {
    if (!Number.isInteger(capacity) || capacity < 1) {
      throw new RangeError(`capacity is ${capacity}; it must be a whole number above 0`);
    }
    this.#capacity = capacity;
  }

  get length(): number {
    return this.#rows.length;
  }

  /** Goes up with each change. */
  get version(): number {
    return this.#version;
  }

  get totals(): LogBufferTotals {
    return this.#totals;
  }

  /** The row at a place, 0 being the oldest. */
  get(index: number): LogRow | undefined {
    return this.#rows[index];
  }

  /** Where a row stands, or -1 when it is not there any more. */
  indexOf(row: LogRow): number {
    const index = this.#upperBound(row) - 1;
    return this.#rows[index]?.key === row.key ? index : -1;
  }

  /** Takes entries in, in any order; those that it has are left out. */
  append(entries: readonly LogEntry[]): void {
    const fresh = entries.filter((entry) => this.#isNewKey(entry.id)).map(entryRow);
    if (fresh.length === 0) return;
    const errors = fresh.filter(({ entry }) => entry.level === 'error' || entry.level === 'critical').length;
    this.#totals = {
      ...this.#totals,
      entries: this.#totals.entries + fresh.length,
      errors: this.#totals.errors + errors,
    };
    this.#insert(fresh.toSorted(compareRows));
  }

  /** Marks where entries are missing: after all that is there by now. */
  addGap(gap: LogGap): void {
    const key = `gap-${gap.to}`;
    if (!this.#isNewKey(key)) return;
    const time = this.#rows.at(-1)?.time ?? 0;
    this.#insert([{ kind: 'gap', key, time, position: positionOf(gap.to), gap }]);
  }

  clear(): void {
    this.#rows = [];
    this.#keys.clear();
    this.#totals = NOTHING;
    this.#changed();
  }

  /**
   * Calls the listener after each change.
   *
   * @returns ends that
   */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #isNewKey(key: string): boolean {
    if (this.#keys.has(key)) return false;
    this.#keys.add(key);
    return true;
  }

  #insert(fresh: readonly LogRow[]): void {
    const displaced = this.#rows.splice(this.#upperBound(fresh[0]!));
    let next = 0;
    for (const row of fresh) {
      while (next < displaced.length && compareRows(displaced[next]!, row) <= 0) {
        this.#rows.push(displaced[next]!);
        next += 1;
      }
      this.#rows.push(row);
    }
    for (; next < displaced.length; next += 1) this.#rows.push(displaced[next]!);
    this.#trim();
    this.#changed();
  }

  #trim(): void {
    const excess = this.#rows.length - this.#capacity;
    if (excess <= 0) return;
    for (const row of this.#rows.splice(0, excess)) this.#keys.delete(row.key);
    this.#totals = { ...this.#totals, trimmed: this.#totals.trimmed + excess };
  }

  /** The place after all rows that are not later than this one. */
  #upperBound(row: LogRow): number {
    let low = 0;
    let high = this.#rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareRows(this.#rows[middle]!, row) <= 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #changed(): void {
    this.#version += 1;
    this.#listeners.forEach((listener) => listener());
  }
}

function entryRow(entry: LogEntry): EntryRow {
  return {
    kind: 'entry',
    key: entry.id,
    time: Date.parse(entry.timestamp),
    position: positionOf(entry.cursor),
    entry,
  };
}

/** A gap and an entry can share a position; the keys make the order total. */
function compareRows(a: LogRow, b: LogRow): number {
  return a.time - b.time || a.position - b.position || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}

function positionOf(cursor: string): number {
  return Number(cursor.slice(cursor.lastIndexOf('.') + 1));
}
