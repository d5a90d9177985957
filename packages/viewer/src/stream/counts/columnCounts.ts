import { LOG_LEVELS } from '@tailrace/protocol/core';
import type { LogRows } from '../buffer/LogRows.ts';
import { sortFacetValues, type FacetCounts } from './FacetCounts.ts';

/** Fields that are columns: counting them reads no text. */
export const COLUMN_FIELDS = ['level', 'source', 'logger'] as const;
export type ColumnField = (typeof COLUMN_FIELDS)[number];

interface Column {
  readonly read: (rows: LogRows, index: number) => number;
  readonly name: (rows: LogRows, number: number) => string;
}

const COLUMNS: Readonly<Record<ColumnField, Column>> = {
  level: {
    read: (rows, index) => rows.levelNumberAt(index),
    name: (_rows, number) => LOG_LEVELS[number]!,
  },
  source: {
    read: (rows, index) => rows.sourceNumberAt(index),
    name: (rows, number) => rows.nameOf(number),
  },
  logger: {
    read: (rows, index) => rows.loggerNumberAt(index),
    name: (rows, number) => rows.nameOf(number),
  },
};

/** Counts the values of a column. An entry without a logger has none. */
export function columnCounts(rows: LogRows, field: ColumnField): FacetCounts {
  const { read, name } = COLUMNS[field];
  let counts = new Int32Array(0);
  const add = (index: number, by: number) => {
    if (rows.levelNumberAt(index) >= LOG_LEVELS.length) return;
    const number = read(rows, index);
    if (number >= counts.length) {
      const before = counts;
      counts = new Int32Array((number + 1) * 2);
      counts.set(before);
    }
    counts[number] = counts[number]! + by;
  };
  for (let index = 0; index < rows.length; index += 1) add(index, 1);
  const stop = rows.observe({
    added: (places) => places.forEach((index) => add(index, 1)),
    leaving: (from, count) => {
      for (let index = from; index < from + count; index += 1) add(index, -1);
    },
    cleared: () => counts.fill(0),
  });
  return {
    complete: true,
    values: () =>
      sortFacetValues(
        Array.from(counts, (count, number) => ({ value: count > 0 ? name(rows, number) : '', count })).filter(
          ({ value, count }) => count > 0 && value !== '',
        ),
      ),
    stop,
  };
}
