import { SHIPPER_BATCH_BYTES, SHIPPER_BATCH_ENTRIES } from '@tailrace/protocol';
import type { NewSegment } from './LogQueue.ts';

/** Bytes of a batch that are kept for one header line. */
export const HEADER_ROOM_BYTES = 1024;

/** Counts segments into one request until it is full. The first segment always fits. */
export class BatchLimit {
  #entries = 0;
  #bytes = 0;

  /** Takes the segment in when there is room for it. */
  admits({ from, to, bytes }: NewSegment): boolean {
    const entries = this.#entries + to - from + 1;
    const total = this.#bytes + bytes + HEADER_ROOM_BYTES;
    if (this.#entries > 0 && (entries > SHIPPER_BATCH_ENTRIES || total > SHIPPER_BATCH_BYTES)) return false;
    this.#entries = entries;
    this.#bytes = total;
    return true;
  }
}
