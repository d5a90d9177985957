import type { DropReason, GapReason, LogEntry } from '@tailrace/protocol';

/** What a row can be: an entry, or word of entries that are missing. */
export const ROW_KINDS = ['entry', 'gap', 'drop', 'loss'] as const;
export type LogRowKind = (typeof ROW_KINDS)[number];

interface PlacedRow {
  /** The entry's id, or a name that no other row has. */
  readonly key: string;
  /** Milliseconds since 1970, by the producer's clock. */
  readonly time: number;
  /** Place in the store's commit order. */
  readonly position: number;
}

/** An entry in its place. */
export interface EntryRow extends PlacedRow {
  readonly kind: 'entry';
  readonly entry: LogEntry;
  /** How many rows in a run this one stands for, where a view groups them. */
  readonly count?: number;
}

/** Entries that the stream left out, in their place. */
export interface GapRow extends PlacedRow {
  readonly kind: 'gap';
  readonly gap: LogGap;
}

/** Entries that their session dropped and told of, in their place. */
export interface DropRow extends PlacedRow {
  readonly kind: 'drop';
  readonly drop: LogDrop;
}

/** Entries that a session made and nobody has, in their place. */
export interface LossRow extends PlacedRow {
  readonly kind: 'loss';
  readonly loss: LogLoss;
}

export type LogRow = EntryRow | GapRow | DropRow | LossRow;

/** `count` entries after the cursor `from` up to and including `to` that were not received. */
export interface LogGap {
  readonly from: string;
  readonly to: string;
  readonly count: number;
  readonly reason: GapReason;
  /** `count` is the most that it can be. */
  readonly atMost?: true;
}

/** The entries of a session from number `from` to `to` that are missing for good. */
export interface LogLoss {
  readonly session: string;
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** The same, where the session itself says why. */
export interface LogDrop extends LogLoss {
  readonly reason: DropReason;
}
