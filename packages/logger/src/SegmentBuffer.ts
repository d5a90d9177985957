import { SHIPPER_BATCH_BYTES, SHIPPER_BATCH_ENTRIES, type LogResource } from '@tailrace/protocol';
import { HEADER_ROOM } from './queue/batch.ts';
import type { QueuedSegment } from './queue/LogQueue.ts';

/** What a buffer is made with. */
export interface SegmentBufferOptions {
  readonly session: string;
  readonly resource: LogResource | undefined;
  readonly onSegment: (segment: QueuedSegment) => void;
}

/** Gathers lines into segments without holes, each small enough for one request. */
export interface SegmentBuffer {
  /** Entries that have not been handed over. */
  readonly size: number;
  /** The lowest `seq` that has not been handed over; `Infinity` when there is none. */
  readonly first: number;
  add(seq: number, severity: number, line: string): void;
  /** Hands everything over. */
  flush(): void;
}

/** Makes a buffer. */
export function createSegmentBuffer({ session, resource, onSegment }: SegmentBufferOptions): SegmentBuffer {
  let [from, count, severity, created] = [0, 0, 0, 0];
  let lines = '';

  const flush = () => {
    if (count === 0) return;
    // The clock may be set back, but the queue keeps a session's segments in the order of their creation.
    created = Math.max(created, Date.now());
    const to = from + count - 1;
    count = 0;
    onSegment({ session, from, to, size: lines.length, severity, created, resource, lines });
  };

  return {
    get size() {
      return count;
    },
    get first() {
      return count > 0 ? from : Infinity;
    },
    add(seq, lineSeverity, line) {
      const isFull =
        count === SHIPPER_BATCH_ENTRIES ||
        lines.length + line.length >= SHIPPER_BATCH_BYTES - HEADER_ROOM ||
        seq !== from + count;
      if (isFull) flush();
      if (count === 0) {
        [from, lines, severity] = [seq, line, lineSeverity];
      } else {
        lines += `\n${line}`;
        if (lineSeverity > severity) severity = lineSeverity;
      }
      count += 1;
    },
    flush,
  };
}
