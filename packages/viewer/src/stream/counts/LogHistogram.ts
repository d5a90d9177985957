import { LOG_LEVELS } from '@tailrace/protocol/core';
import type { LogRows } from '../buffer/LogRows.ts';
import { niceInterval } from './niceInterval.ts';

/** Bars of a histogram at most, unless told otherwise. */
const DEFAULT_BARS = 120;

/** What happened in one interval. */
export interface HistogramBar {
  /** When it begins: milliseconds since 1970. */
  readonly time: number;
  /** Entries by level, in the order of `LOG_LEVELS`. */
  readonly counts: readonly number[];
}

export interface HistogramOptions {
  /** At most. @default 120 */
  readonly bars?: number;
  /** Only what is not before this: milliseconds since 1970. @default the first row's time */
  readonly from?: number;
  /** Only what is before this. @default after the last row */
  readonly to?: number;
}

/** Counts of entries over time by level, kept true while rows come and go. */
export class LogHistogram {
  readonly #rows: LogRows;
  readonly #bars: number;
  readonly #from: number;
  readonly #to: number;
  readonly #unobserve: () => void;
  #interval = 0;
  /** By number of the interval, `LOG_LEVELS.length` counts each. */
  #counts = new Map<number, Uint32Array<ArrayBuffer>>();
  #lastNumber = Number.NaN;
  #lastCounts = new Uint32Array(0);

  constructor(
    rows: LogRows,
    { bars = DEFAULT_BARS, from = -Infinity, to = Infinity }: HistogramOptions = {},
  ) {
    this.#rows = rows;
    this.#bars = bars;
    this.#from = from;
    this.#to = to;
    this.#unobserve = rows.observe({
      added: (places) => {
        if (this.#interval !== 0) places.forEach((index) => this.#add(index, 1));
      },
      leaving: (first, count) => {
        if (this.#interval === 0) return;
        for (let index = first; index < first + count; index += 1) this.#add(index, -1);
      },
      cleared: () => {
        this.#interval = 0;
        this.#forget();
      },
    });
  }

  /** Milliseconds of a bar. */
  get interval(): number {
    this.#fit();
    return this.#interval;
  }

  /** One bar after the other, also where nothing happened. */
  bars(): HistogramBar[] {
    const range = this.#fit();
    if (!range) return [];
    const [first, last] = range.map((time) => Math.floor(time / this.#interval)) as [number, number];
    return Array.from({ length: last - first + 1 }, (_, offset) => ({
      time: (first + offset) * this.#interval,
      counts: Array.from(this.#counts.get(first + offset) ?? new Uint32Array(LOG_LEVELS.length)),
    }));
  }

  stop(): void {
    this.#unobserve();
  }

  /** Counts anew when another interval has become the right one: rarely, as each is about twice the one before. */
  #fit(): readonly [number, number] | undefined {
    const { length } = this.#rows;
    if (length === 0) return undefined;
    const from = Number.isFinite(this.#from) ? this.#from : this.#rows.timeAt(0);
    const to = Number.isFinite(this.#to) ? this.#to - 1 : this.#rows.timeAt(length - 1);
    if (from > to) return undefined;
    const interval = niceInterval(from, to, this.#bars);
    if (interval !== this.#interval) {
      this.#interval = interval;
      this.#forget();
      for (let index = 0; index < length; index += 1) this.#add(index, 1);
    }
    return [from, to];
  }

  #forget(): void {
    this.#counts = new Map();
    this.#lastNumber = Number.NaN;
  }

  #add(index: number, by: number): void {
    const level = this.#rows.levelNumberAt(index);
    const time = this.#rows.timeAt(index);
    if (level >= LOG_LEVELS.length || time < this.#from || time >= this.#to) return;
    const number = Math.floor(time / this.#interval);
    const counts = number === this.#lastNumber ? this.#lastCounts : this.#countsOf(number);
    counts[level] = counts[level]! + by;
    if (by > 0 || counts.some((count) => count !== 0)) return;
    this.#counts.delete(number);
    this.#lastNumber = Number.NaN;
  }

  /** Rows follow each other in time, so that the same is asked for again and again. */
  #countsOf(number: number): Uint32Array<ArrayBuffer> {
    let counts = this.#counts.get(number);
    if (!counts) this.#counts.set(number, (counts = new Uint32Array(LOG_LEVELS.length)));
    this.#lastNumber = number;
    return (this.#lastCounts = counts);
  }
}
