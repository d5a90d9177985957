import {
  MAX_HISTOGRAM_BUCKETS,
  MAX_HISTOGRAM_SOURCES,
  type HistogramBucket,
  type HistogramQuery,
  type LogHistogram,
} from '../LogCounts.ts';
import type { Cell } from './Cell.ts';
import { mostFirst } from './mostFirst.ts';

/** Adds up what `histogram` answers. A cell must not reach over the end of a bucket. */
export class HistogramTally {
  readonly #intervalMs: number;
  readonly #by: HistogramQuery['by'];
  readonly #buckets = new Map<number, Map<string, number>>();

  constructor({ intervalMs, by }: Pick<HistogramQuery, 'intervalMs' | 'by'>) {
    this.#intervalMs = intervalMs;
    this.#by = by;
  }

  /** True when there are too many buckets already, whatever else is to come. */
  get isFull(): boolean {
    return this.#buckets.size > MAX_HISTOGRAM_BUCKETS;
  }

  add(cell: Cell): void {
    const start = Math.floor(cell.first / this.#intervalMs) * this.#intervalMs;
    let counts = this.#buckets.get(start);
    if (!counts) {
      counts = new Map();
      this.#buckets.set(start, counts);
    }
    const name = cell[this.#by];
    counts.set(name, (counts.get(name) ?? 0) + cell.count);
  }

  result(partial: boolean): LogHistogram {
    if (this.isFull) return { outcome: 'too_many_buckets' };
    const shown = this.#shownNames();
    const buckets = [...this.#buckets]
      .toSorted(([a], [b]) => a - b)
      .map(([start, counts]): HistogramBucket => ({
        start,
        total: sum(counts.values()),
        counts: Object.fromEntries([...counts].filter(([name]) => shown.has(name))),
      }));
    return { outcome: 'counted', buckets, partial };
  }

  #shownNames(): Set<string> {
    const totals = new Map<string, number>();
    for (const counts of this.#buckets.values()) {
      for (const [name, count] of counts) totals.set(name, (totals.get(name) ?? 0) + count);
    }
    const names = [...totals].toSorted(mostFirst).map(([name]) => name);
    return new Set(names.slice(0, MAX_HISTOGRAM_SOURCES));
  }
}

function sum(counts: Iterable<number>): number {
  let total = 0;
  for (const count of counts) total += count;
  return total;
}
