import { SHIPPER_BATCH_BYTES, SHIPPER_BATCH_ENTRIES } from '@tailrace/protocol';
import type { SegmentHead } from './LogQueue.ts';

/** Room of a batch that is kept for one header line. */
export const HEADER_ROOM = 1024;

/** The first segments, as many as one request carries: at least one. @param max UTF-16 code units */
export function takeBatch<T extends SegmentHead>(segments: readonly T[], max = SHIPPER_BATCH_BYTES): T[] {
  let [entries, size] = [0, 0];
  const end = segments.findIndex((segment, index) => {
    entries += segment.to - segment.from + 1;
    size += segment.size + HEADER_ROOM;
    return index > 0 && (entries > SHIPPER_BATCH_ENTRIES || size > max);
  });
  return segments.slice(0, end < 0 ? undefined : end);
}
