import type { LogRows } from '../buffer/LogRows.ts';
import { COLUMN_FIELDS, columnCounts, type ColumnField } from './columnCounts.ts';
import type { FacetCounts, FacetValue } from './FacetCounts.ts';
import { fieldCounts } from './fieldCounts.ts';
import { LogHistogram, type HistogramBar, type HistogramOptions } from './LogHistogram.ts';

/**
 * Counts of rows by level, source, logger or any other field, and over time. What was asked for once is kept
 * true at the cost of what changes, until `close`. To count a selection, count a view of it.
 *
 * @example
 * const counts = new LogCounts(buffer);
 * counts.values('source'); // [{ value: 'api', count: 120 }, …]
 * counts.histogram().map(({ time, counts }) => …);
 */
export class LogCounts {
  readonly #rows: LogRows;
  readonly #facets = new Map<string, FacetCounts>();
  readonly #listeners = new Set<() => void>();
  #histogram: LogHistogram | undefined;
  #histogramKey = '';

  constructor(rows: LogRows) {
    this.#rows = rows;
  }

  /** Values of a field, the most frequent first. Fields that are no columns are counted bit by bit. */
  values(field: string): FacetValue[] {
    return this.#facet(field).values();
  }

  /** Whether all rows are counted by this field. */
  isComplete(field: string): boolean {
    return this.#facet(field).complete;
  }

  /** Counts by this field no more. */
  forget(field: string): void {
    this.#facets.get(field)?.stop();
    this.#facets.delete(field);
  }

  /** Bars of a whole number of seconds, minutes …; those of the last options are kept. */
  histogram(options: HistogramOptions = {}): HistogramBar[] {
    return this.#histogramFor(options).bars();
  }

  /** Milliseconds of a bar of `histogram`. */
  histogramInterval(options: HistogramOptions = {}): number {
    return this.#histogramFor(options).interval;
  }

  /** Counts nothing any more. */
  close(): void {
    this.#facets.forEach((facet) => facet.stop());
    this.#facets.clear();
    this.#histogram?.stop();
    this.#histogram = undefined;
    this.#listeners.clear();
  }

  /** Calls the listener when counting went on; changes of the rows are told by the rows. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #facet(field: string): FacetCounts {
    const known = this.#facets.get(field);
    if (known) return known;
    const facet = isColumn(field)
      ? columnCounts(this.#rows, field)
      : fieldCounts(this.#rows, field, () => this.#listeners.forEach((listener) => listener()));
    this.#facets.set(field, facet);
    return facet;
  }

  #histogramFor(options: HistogramOptions): LogHistogram {
    const key = JSON.stringify([options.bars, options.from, options.to]);
    if (!this.#histogram || key !== this.#histogramKey) {
      this.#histogram?.stop();
      this.#histogram = new LogHistogram(this.#rows, options);
      this.#histogramKey = key;
    }
    return this.#histogram;
  }
}

function isColumn(field: string): field is ColumnField {
  return (COLUMN_FIELDS as readonly string[]).includes(field);
}
