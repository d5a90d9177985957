import { LOG_LEVELS } from '@tailrace/protocol/core';
import { fieldValues } from '@tailrace/protocol/filter';
import { COLUMN_FIELDS, type ColumnField } from '../stream/counts/columnCounts.ts';
import { sortFacetValues, type FacetValue } from '../stream/counts/FacetCounts.ts';
import type { LogBuffer } from '../stream/LogBuffer.ts';
import { nextTask } from '../stream/scan/nextTask.ts';
import type { TimeSpan } from './TimeRange.ts';

/** Milliseconds after which counting lets the page go on. */
const SLICE_MS = 8;
/** Rows between two looks at the clock. */
const ROWS_PER_LOOK = 256;

interface Counted {
  readonly stamp: number;
  values: readonly FacetValue[];
  complete: boolean;
}

/**
 * Counts of the rows of a piece of time. Rows stand in the order of their time, so that it is one run of
 * them, found by halving. While somebody listens it is counted again only when rows come or go in it.
 */
export class SpanCounts {
  readonly #rows: LogBuffer;
  readonly #span: TimeSpan;
  readonly #counted = new Map<string, Counted>();
  readonly #listeners = new Set<() => void>();
  /** Goes up when what was counted is no longer true. */
  #stamp = 0;
  #seenVersion: number;
  #unobserve: (() => void) | undefined;

  constructor(rows: LogBuffer, span: TimeSpan) {
    this.#rows = rows;
    this.#span = span;
    this.#seenVersion = rows.version;
  }

  /** Values of a field, the most frequent first. Fields that are no columns are counted bit by bit. */
  values(field: string): readonly FacetValue[] {
    return this.#count(field).values;
  }

  /** Whether all rows are counted by this field. */
  isComplete(field: string): boolean {
    return this.#count(field).complete;
  }

  /** Calls the listener when counting went on; changes of the rows are told by the rows. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    this.#lookForChanges();
    this.#unobserve ??= this.#rows.observe({
      added: (indices) => {
        if (indices.some((index) => this.#holds(index))) this.#stamp += 1;
      },
      leaving: (index, count) => {
        const isBefore = this.#rows.timeAt(index + count - 1) < this.#span.from;
        if (!isBefore && this.#rows.timeAt(index) < this.#span.to) this.#stamp += 1;
      },
      cleared: () => {
        this.#stamp += 1;
      },
    });
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#unobserve?.();
      this.#unobserve = undefined;
      this.#seenVersion = this.#rows.version;
    };
  };

  #holds(index: number): boolean {
    const time = this.#rows.timeAt(index);
    return time >= this.#span.from && time < this.#span.to;
  }

  #lookForChanges(): void {
    if (this.#unobserve || this.#seenVersion === this.#rows.version) return;
    this.#seenVersion = this.#rows.version;
    this.#stamp += 1;
  }

  #count(field: string): Counted {
    this.#lookForChanges();
    const known = this.#counted.get(field);
    if (known?.stamp === this.#stamp) return known;
    const first = firstNotBefore(this.#rows, this.#span.from);
    const end = firstNotBefore(this.#rows, this.#span.to);
    const counted: Counted = { stamp: this.#stamp, values: known?.values ?? [], complete: false };
    this.#counted.set(field, counted);
    if (!isColumn(field)) {
      void this.#countField(field, counted, first, end);
      return counted;
    }
    // One pass for all of them, as most of it is to get at the rows.
    for (const [column, values] of countColumns(this.#rows, first, end)) {
      this.#counted.set(column, { stamp: this.#stamp, values, complete: true });
    }
    return this.#counted.get(field)!;
  }

  async #countField(field: string, counted: Counted, first: number, end: number): Promise<void> {
    const counts = new Map<string, number>();
    // By number, as rows may leave at the front while the page goes on.
    const shift = this.#rows.firstRow;
    let until = performance.now() + SLICE_MS;
    for (let index = first; index < end; index += 1) {
      const entry = this.#rows.entryAt(index + shift - this.#rows.firstRow);
      const values = entry ? fieldValues(entry, field).filter((value) => typeof value !== 'object') : [];
      for (const value of new Set(values.map(String))) counts.set(value, (counts.get(value) ?? 0) + 1);
      if (index % ROWS_PER_LOOK !== 0 || performance.now() < until) continue;
      await nextTask();
      // Rows that came or went meanwhile make it begin anew when it is asked for again.
      if (this.#counted.get(field) !== counted || this.#listeners.size === 0) return;
      until = performance.now() + SLICE_MS;
    }
    counted.values = sortFacetValues([...counts].map(([value, count]) => ({ value, count })));
    counted.complete = true;
    this.#listeners.forEach((listener) => listener());
  }
}

function countColumns(
  rows: LogBuffer,
  first: number,
  end: number,
): readonly (readonly [ColumnField, readonly FacetValue[]])[] {
  const { levels, sources, loggers } = rows.tally(first, end);
  const listed = (counts: Uint32Array, nameOf: (number: number) => string) => {
    const values: FacetValue[] = [];
    for (let number = 0; number < counts.length; number += 1) {
      const count = counts[number]!;
      const value = count > 0 ? nameOf(number) : '';
      if (value !== '') values.push({ value, count });
    }
    return sortFacetValues(values);
  };
  return [
    ['level', listed(levels, (number) => LOG_LEVELS[number]!)],
    ['source', listed(sources, (number) => rows.nameOf(number))],
    ['logger', listed(loggers, (number) => rows.nameOf(number))],
  ];
}

function isColumn(field: string): field is ColumnField {
  return (COLUMN_FIELDS as readonly string[]).includes(field);
}

function firstNotBefore(rows: LogBuffer, time: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rows.timeAt(middle) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
