import { SHIPPER_BATCH_BYTES, SHIPPER_BATCH_ENTRIES } from '@tailrace/protocol';
import type { SegmentHead } from './LogQueue.ts';

/** Bytes of a batch that are kept for one header line. */
export const HEADER_ROOM_BYTES = 1024;

/** The first segments, as many as one request carries: at least one. */
export function takeBatch<T extends SegmentHead>(segments: readonly T[]): T[] {
  let [entries, bytes] = [0, 0];
  const end = segments.findIndex((segment, index) => {
    entries += segment.to - segment.from + 1;
    bytes += segment.bytes + HEADER_ROOM_BYTES;
    return index > 0 && (entries > SHIPPER_BATCH_ENTRIES || bytes > SHIPPER_BATCH_BYTES);
  });
  return end < 0 ? [...segments] : segments.slice(0, end);
}
