import type { DroppedRange, EntryRejection } from '@tailrace/protocol';
import type { NewEntry } from '../store/LogStore.ts';

/** A segment after all checks: what can be stored, and what is refused. */
export interface ParsedSegment {
  readonly session: string;
  readonly from: number;
  readonly to: number;
  readonly emitted: number;
  readonly dropped: readonly DroppedRange[];
  /** JSON of what sent the entries. */
  readonly resource: string | undefined;
  readonly entries: readonly NewEntry[];
  readonly rejected: readonly EntryRejection[];
}
