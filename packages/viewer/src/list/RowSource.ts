import type { LogLevel } from '@tailrace/protocol';
import type { LogRow } from '../stream/buffer/LogRow.ts';

/**
 * What the list shows: rows by place, some of whose facts can be had without the row itself. `LogBuffer`
 * is one; whatever counts and finds rows can be shown.
 */
export interface RowSource {
  readonly length: number;
  /** Goes up with each change. */
  readonly version: number;
  get(index: number): LogRow | undefined;
  /** Where a row stands, or -1 when it is not there any more. */
  indexOf(row: LogRow): number;
  /** Calls the listener after each change; returns what ends that. */
  subscribe(listener: () => void): () => void;
  /** Characters of the row's message; where absent, the row itself is asked. */
  messageLengthAt?(index: number): number;
  /** Lines of the row's message. */
  linesAt?(index: number): number;
  levelAt?(index: number): LogLevel | undefined;
}
