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
export class SegmentBuffer {
  /** Entries that have not been handed over. */
  size = 0;
  readonly #options: SegmentBufferOptions;
  #from = 0;
  #lines = '';
  #bytes = 0;
  #severity = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #scheduled = false;
  #created = 0;

  constructor(options: SegmentBufferOptions) {
    this.#options = options;
  }

  /** The lowest `seq` that has not been handed over; `Infinity` when there is none. */
  get first(): number {
    return this.size > 0 ? this.#from : Infinity;
  }

  add(seq: number, severity: number, line: string): void {
    const bytes = maxBytes(line) + 1;
    const isFull = this.size === SHIPPER_BATCH_ENTRIES || this.#bytes + bytes > MAX_SEGMENT_BYTES;
    if (this.size > 0 && (isFull || seq !== this.#from + this.size)) this.#cut(false);
    if (this.size === 0) {
      this.#from = seq;
      this.#lines = line;
      this.#severity = severity;
      this.#bytes = 0;
    } else {
      this.#lines += `\n${line}`;
      if (severity > this.#severity) this.#severity = severity;
    }
    this.size += 1;
    this.#bytes += bytes;
    if (!this.#scheduled) this.#schedule();
  }

  /** Hands everything over. @param urgent so that it is on its way to the disk when this returns */
  flush(urgent = false): void {
    clearTimeout(this.#timer);
    this.#scheduled = false;
    this.#cut(urgent);
  }

  #schedule(): void {
    this.#scheduled = true;
    if (this.#options.isHidden()) {
      queueMicrotask(() => this.flush(true));
      return;
    }
    this.#timer = setBackgroundTimeout(() => this.flush(), GATHER_MS);
  }

  #cut(urgent: boolean): void {
    if (this.size === 0) return;
    const { session, resource } = this.#options;
    // The clock may be set back, but the queue keeps a session's segments in the order of their creation.
    this.#created = Math.max(this.#created, Date.now());
    const segment: QueuedSegment = {
      session,
      from: this.#from,
      to: this.#from + this.size - 1,
      bytes: this.#bytes,
      severity: this.#severity,
      created: this.#created,
      ...(resource && { resource }),
      lines: this.#lines,
    };
    this.size = 0;
    this.#options.onSegment(segment, urgent);
  }
}
