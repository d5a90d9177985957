import type { LogEntry, LogLevel } from '@tailrace/protocol';
import type { TextBlock } from './TextBlock.ts';
import type { LogRow, LogRowKind } from './LogRow.ts';

/** What has come since the rows were made or cleared. */
export interface LogRowTotals {
  readonly entries: number;
  /** Entries of level error and critical. */
  readonly errors: number;
  /** Rows that had to go. */
  readonly trimmed: number;
}

/** What derived things are told, as it happens; several calls may belong to one change. */
export interface LogRowsObserver {
  /** New rows stand at these indices now, ascending. */
  readonly added: (indices: Int32Array) => void;
  /** The `count` rows from `index` on are about to leave, and can be read a last time. Mostly the first ones. */
  readonly leaving: (index: number, count: number) => void;
  /** All rows are gone. */
  readonly cleared: () => void;
}

/**
 * Rows in the order of their time, as a list shows them: a buffer, or a view of one. Index 0 is the oldest.
 * An index moves as rows come and go; `firstRow + index` stays with its row, unless a late one comes before it.
 */
export interface LogRows {
  readonly length: number;
  /** Goes up with each change. */
  readonly version: number;
  readonly totals: LogRowTotals;
  /** Number of the first row: goes up by each row that leaves at the front, down by each that comes there. */
  readonly firstRow: number;
  /** Rows that left at the front since it was made or cleared. */
  readonly trimmedCount: number;
  get(index: number): LogRow | undefined;
  /** Where a row stands, or -1 when it is not there any more. */
  indexOf(row: LogRow): number;
  /** The row's key: what lists ask of every row, and so is made without the row. */
  keyAt(index: number): string;
  kindAt(index: number): LogRowKind;
  /** `undefined` of rows that are no entries. */
  levelAt(index: number): LogLevel | undefined;
  /** Milliseconds since 1970. */
  timeAt(index: number): number;
  /** `''` of rows that are no entries. */
  sourceAt(index: number): string;
  /** `''` where there is none. */
  loggerAt(index: number): string;
  /** Index in `LOG_LEVELS`, or above them of rows that are no entries: for counting many. */
  levelNumberAt(index: number): number;
  /** A small number for the row's source, until `clear`: for counting many. `nameOf` gives the text. */
  sourceNumberAt(index: number): number;
  loggerNumberAt(index: number): number;
  nameOf(number: number): string;
  /** `''` of rows that are no entries. */
  messageAt(index: number): string;
  /** Characters of the whole message. */
  messageLengthAt(index: number): number;
  /** Characters of the message's first line, at most 65,535. */
  firstLineLengthAt(index: number): number;
  /** Lines of the message, at most 65,535. */
  linesAt(index: number): number;
  /** The entry, made anew: for those who look at all of them. `undefined` of rows that are none. */
  entryAt(index: number): LogEntry | undefined;
  /** JSON of what of the row is not at hand, `''` when that is nothing: what a value must stand in. */
  detailsAt(index: number): string;
  /** Number of the block of text that holds a row's message: where the text is does not change as rows move. */
  blockNumberAt(index: number): number;
  /** Place of a row's message in its block. */
  slotAt(index: number): number;
  /** A block of text by its number; `undefined` when all its rows have gone. */
  blockOf(number: number): TextBlock | undefined;
  /** Rows that this one stands for: above 1 where a view groups. */
  countAt(index: number): number;
  /** Calls the listener after each change; ends that when the result is called. */
  subscribe(listener: () => void): () => void;
  /** Tells what changes, for what is derived from the rows; ends that when the result is called. */
  observe(observer: LogRowsObserver): () => void;
}
