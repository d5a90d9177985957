import { categoryOf, type LogCategory, type LogEntry, type LogLevel } from '@tailrace/protocol';

/** Entries that were counted together, or a single one: what all tallies are made of. */
export interface Cell {
  readonly level: LogLevel;
  readonly category: LogCategory;
  readonly source: string;
  readonly count: number;
  /** Time of the earliest, milliseconds since 1970. */
  readonly first: number;
  /** Time of the latest, milliseconds since 1970. */
  readonly last: number;
}

/** The cell of one entry. */
export function cellOf(entry: LogEntry): Cell {
  const time = Date.parse(entry.timestamp);
  const { level, source } = entry;
  return { level, category: categoryOf(entry), source, count: 1, first: time, last: time };
}
