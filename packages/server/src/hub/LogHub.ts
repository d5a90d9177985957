import type { StoredEntry } from '../store/LogStore.ts';

/** New entries of one commit, in commit order: all that lie after `from` up to and including `to`. */
export interface LogBatch {
  readonly from: number;
  readonly to: number;
  readonly entries: readonly StoredEntry[];
}

/**
 * Rings when something was committed. The store is the truth: a listener that misses a batch, or gets one twice
 * or out of order, reads on from the store.
 */
export interface LogHub {
  /** Position up to which commits were announced. */
  readonly head: number;
  publish(batch: LogBatch): void;
  /** @returns stops listening */
  subscribe(listener: (batch: LogBatch) => void): () => void;
}
