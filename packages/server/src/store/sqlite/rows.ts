import { categoryOf, SEVERITY_NUMBERS, type DroppedRange } from '@tailrace/protocol';
import type { NewSegment } from '../LogStore.ts';
import { resourceKeysToIndex, termsToIndex, wordsToIndex } from './indexTerms.ts';
import { cutLine } from './storedLine.ts';

/** An entry on its way to the writer thread; a tuple, because it is cloned for every entry. */
export type EntryRow = readonly [
  seq: number,
  timestamp: number,
  severity: number,
  category: string,
  source: string,
  logger: string | null,
  stream: string | null,
  line: string,
  words: string,
  keys: string,
];

/** A segment on its way to the writer thread. */
export interface SegmentRows {
  readonly tenant: string;
  readonly session: string;
  readonly receivedAt: number;
  readonly emitted: number;
  readonly dropped: readonly DroppedRange[];
  readonly resource: string | undefined;
  readonly rows: readonly EntryRow[];
}

/** Makes the rows of a segment, on the thread that has its entries parsed. */
export function rowsOf(segment: NewSegment): SegmentRows {
  const { entries, ...rest } = segment;
  const resourceKeys = resourceKeysToIndex(segment.resource);
  const rows = entries.map(({ line, entry }): EntryRow => [
    entry.seq,
    Date.parse(entry.timestamp),
    SEVERITY_NUMBERS[entry.level],
    categoryOf(entry),
    entry.source,
    entry.logger ?? null,
    entry.stream ?? null,
    cutLine(line, entry),
    wordsToIndex(entry),
    termsToIndex(segment.tenant, entry, resourceKeys),
  ]);
  return { ...rest, rows };
}
