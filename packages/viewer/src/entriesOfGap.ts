import { compareCursors, type LogEntry } from '@tailrace/protocol/core';
import type { GapRow } from './stream/buffer/LogRow.ts';
import type { LogBuffer } from './stream/LogBuffer.ts';
import type { LogHistory } from './stream/LogHistory.ts';

/**
 * Fetches what a gap left out: what is on both sides of it tells when that arrived.
 *
 * @throws {LogStreamError} when it cannot be had
 */
export async function entriesOfGap(
  buffer: LogBuffer,
  row: GapRow,
  history: LogHistory,
): Promise<readonly LogEntry[]> {
  const index = buffer.indexOf(row);
  if (index < 0) return [];
  const { from, to } = row.gap;
  return history.gap(row.gap, {
    before: entryFrom(buffer, index, -1, (cursor) => compareCursors(cursor, from) <= 0),
    after: entryFrom(buffer, index, 1, (cursor) => compareCursors(cursor, to) > 0),
  });
}

/** The nearest entry on one side whose cursor is so. */
function entryFrom(
  buffer: LogBuffer,
  index: number,
  step: number,
  isSo: (cursor: string) => boolean,
): LogEntry | undefined {
  for (let at = index + step; at >= 0 && at < buffer.length; at += step) {
    const entry = buffer.entryAt(at);
    if (entry && isSo(entry.cursor)) return entry;
  }
  return undefined;
}
