import { SHIPPER_BATCH_BYTES, SHIPPER_BATCH_ENTRIES, type LogResource } from '@tailrace/protocol';
import { setBackgroundTimeout } from './backgroundTimer.ts';
import { maxBytes } from './line.ts';
import { HEADER_ROOM_BYTES } from './queue/batch.ts';
import type { QueuedSegment } from './queue/LogQueue.ts';

/** Milliseconds that a line waits for others, at most. */
export const GATHER_MS = 50;
const MAX_SEGMENT_BYTES = SHIPPER_BATCH_BYTES - HEADER_ROOM_BYTES;

/** What a buffer is made with. */
export interface SegmentBufferOptions {
  readonly session: string;
  readonly resource: LogResource | undefined;
  /** @param urgent whether it must be on its way to the disk when this returns */
  readonly onSegment: (segment: QueuedSegment, urgent: boolean) => void;
  /** Whether timers run late, so that lines must go at the end of their task. */
  readonly isHidden: () => boolean;
}

/** Gathers lines into segments without holes, each small enough for one request. */
export interface SegmentBuffer {
  /** Entries that have not been handed over. */
  readonly size: number;
  /** The lowest `seq` that has not been handed over; `Infinity` when there is none. */
  readonly first: number;
  add(seq: number, severity: number, line: string): void;
  /** Hands everything over. @param urgent so that it is on its way to the disk when this returns */
  flush(urgent: boolean): void;
}

export function createSegmentBuffer(options: SegmentBufferOptions): SegmentBuffer {
  const { session, resource, onSegment, isHidden } = options;
  let [from, size, bytes, severity, created] = [0, 0, 0, 0, 0];
  let lines = '';
  let isScheduled = false;

  const flush = (urgent: boolean) => {
    if (size === 0) return;
    // The clock may be set back, but the queue keeps a session's segments in the order of their creation.
    created = Math.max(created, Date.now());
    const to = from + size - 1;
    const segment = { session, from, to, bytes, severity, created, ...(resource && { resource }), lines };
    size = 0;
    onSegment(segment, urgent);
  };
  const schedule = () => {
    isScheduled = true;
    const hidden = isHidden();
    const onTime = () => {
      isScheduled = false;
      flush(hidden);
    };
    if (hidden) queueMicrotask(onTime);
    else setBackgroundTimeout(onTime, GATHER_MS);
  };

  return {
    get size() {
      return size;
    },
    get first() {
      return size > 0 ? from : Infinity;
    },
    add(seq, lineSeverity, line) {
      const lineBytes = maxBytes(line) + 1;
      const isFull = size === SHIPPER_BATCH_ENTRIES || bytes + lineBytes > MAX_SEGMENT_BYTES;
      if (isFull || seq !== from + size) flush(false);
      if (size === 0) {
        [from, lines, bytes, severity] = [seq, line, 0, 0];
      } else lines += `\n${line}`;
      size += 1;
      bytes += lineBytes;
      severity = Math.max(severity, lineSeverity);
      if (!isScheduled) schedule();
    },
    flush,
  };
}
