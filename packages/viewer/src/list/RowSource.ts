import type { DropReason, LogLevel } from '@tailrace/protocol';
import type { LogRow } from '../stream/LogBuffer.ts';

interface MissingRow {
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly position: number;
}

/** The entries of a session from number `from` to `to` that are missing for good. */
interface Missing {
  readonly session: string;
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Entries that their session dropped and told of. */
export interface DropRow extends MissingRow {
  readonly kind: 'drop';
  readonly drop: Missing & { readonly reason: DropReason };
}

/** Entries that a session made and nobody has. */
export interface LossRow extends MissingRow {
  readonly kind: 'loss';
  readonly loss: Missing;
}

/** Whatever the list has a line for. */
export type ListRow = LogRow | DropRow | LossRow;

/**
 * What the list shows: rows by place, some of whose facts can be had without the row itself. `LogBuffer`
 * is one; whatever counts and finds rows can be shown.
 */
export interface RowSource {
  readonly length: number;
  /** Goes up with each change. */
  readonly version: number;
  get(index: number): ListRow | undefined;
  /** Where a row stands, or -1 when it is not there any more. */
  indexOf(row: ListRow): number;
  /** Calls the listener after each change; returns what ends that. */
  subscribe(listener: () => void): () => void;
  /** Characters of the row's message; where absent, the row itself is asked. */
  messageLengthAt?(index: number): number;
  /** Lines of the row's message. */
  linesAt?(index: number): number;
  levelAt?(index: number): LogLevel | undefined;
}
