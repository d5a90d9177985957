import type { LogRows } from '../stream/buffer/LogRows.ts';

/** Where the entry with an id stands, or -1: looks at the newest first, and at all. */
export function findEntry(rows: LogRows, id: string): number {
  for (let index = rows.length - 1; index >= 0; index -= 1) if (rows.keyAt(index) === id) return index;
  return -1;
}
