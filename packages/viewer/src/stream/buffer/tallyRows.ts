import { LOG_LEVELS } from '@tailrace/protocol/core';
import type { NameTable } from './NameTable.ts';
import type { RowColumns } from './RowColumns.ts';

/** How many entries have each number of a column. */
export interface RowTally {
  /** By the place in `LOG_LEVELS`. */
  readonly levels: Uint32Array;
  /** By the number of the name. */
  readonly sources: Uint32Array;
  readonly loggers: Uint32Array;
}

/**
 * Counts the entries from one place in the columns up to another. Reads the columns themselves: most of what a
 * count of a million rows costs is to ask for them one by one.
 */
export function tallyRows({ arrays }: RowColumns, names: NameTable, from: number, to: number): RowTally {
  const { code, source, logger } = arrays;
  const levels = new Uint32Array(LOG_LEVELS.length);
  const sources = new Uint32Array(names.size);
  const loggers = new Uint32Array(names.size);
  for (let at = from; at < to; at += 1) {
    const level = code[at]!;
    if (level >= levels.length) continue;
    levels[level]! += 1;
    sources[source[at]!]! += 1;
    loggers[logger[at]!]! += 1;
  }
  return { levels, sources, loggers };
}
