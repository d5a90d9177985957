import type { DroppedRange, LogResource } from '@tailrace/protocol';

/** A run of entries without holes, as the queue keeps it; never rewritten. `session` and `from` identify it. */
export interface QueuedSegment {
  readonly session: string;
  /** `seq` of the first line. */
  readonly from: number;
  /** `seq` of the last line. */
  readonly to: number;
  /** Bytes of `lines` in UTF-8. */
  readonly bytes: number;
  /** OpenTelemetry severity number of the most severe entry. */
  readonly severity: number;
  /** Milliseconds since 1970, by this browser's clock; never falls within a session. */
  readonly created: number;
  readonly resource?: LogResource;
  /** The entries' JSON lines, joined by newlines. */
  readonly lines: string;
}

/** A segment without its contents: all that choosing and accounting need. */
export type SegmentHead = Omit<QueuedSegment, 'lines' | 'resource'>;

/** What the queue knows of a session that gave entries up. */
export interface SessionRecord {
  readonly session: string;
  /** All that the session gave up, in order and without overlaps. */
  readonly dropped: readonly DroppedRange[];
  /** How many of the given up entries the server has been told of. */
  readonly reported: number;
  /** Milliseconds since 1970 of the last change. */
  readonly updated: number;
}

/** The oldest segments, as many as fit into one request, and what their headers must report. */
export interface QueueBatch {
  readonly segments: readonly QueuedSegment[];
  /** The sessions of the segments that gave entries up, and those that have not reported it yet. */
  readonly sessions: readonly SessionRecord[];
}

/** What a session gave up, or what of that the server has been told. */
export interface SessionChange {
  readonly session: string;
  readonly ranges?: readonly DroppedRange[];
  /** @see SessionRecord.reported */
  readonly reported?: number | undefined;
}

/** What became of entries. */
export interface Settlement {
  /** All of their entries are accounted for: to be removed. */
  readonly segments: readonly SegmentHead[];
  /** Recorded in the same transaction, so that no entry vanishes without its reason. */
  readonly changes: readonly SessionChange[];
}

/** What a queue holds of one session. */
export interface SessionView {
  /** First `seq` of each of its segments. */
  readonly waiting: ReadonlySet<number>;
  readonly record: SessionRecord | undefined;
}

/** How much a queue may hold; beyond, it gives up the least severe entries first, the oldest of them first. */
export interface QueueLimits {
  readonly entries: number;
  readonly bytes: number;
}

/** @see QueueLimits */
export const DEFAULT_QUEUE_LIMITS: QueueLimits = { entries: 10_000, bytes: 20 * 1024 * 1024 };

/** Which segments may be sent. */
export type Accepts = (head: SegmentHead) => boolean;

/**
 * Keeps segments until the server has them: put, peek, settle. It knows nothing of sending.
 * Every method may reject; a rejected `put` stored nothing. Putting a segment again changes nothing.
 */
export interface LogQueue {
  /** Resolves once the segments are as durable as this queue can make them. */
  put(segments: readonly QueuedSegment[]): Promise<void>;
  /** Takes nothing out. @param accepts @default all */
  peek(accepts?: Accepts): Promise<QueueBatch>;
  settle(settlement: Settlement): Promise<void>;
  inspect(session: string): Promise<SessionView>;
  close(): void;
}
