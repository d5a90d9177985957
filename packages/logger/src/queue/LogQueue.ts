import type { DropReason, LogResource } from '@tailrace/protocol';

/** What choosing and accounting need of a segment. `session` and `from` identify it. */
export interface SegmentHead {
  readonly session: string;
  /** `seq` of the first line. */
  readonly from: number;
  /** `seq` of the last line. */
  readonly to: number;
  /** UTF-16 code units of its lines: bytes, for nearly all lines are ASCII. */
  readonly size: number;
  /** OpenTelemetry severity number of the most severe entry. */
  readonly severity: number;
  /** Milliseconds since 1970, by this browser's clock; never falls within a session. */
  readonly created: number;
}

/** A run of entries without holes, as the queue keeps it; never rewritten. */
export interface QueuedSegment extends SegmentHead {
  readonly resource?: LogResource | undefined;
  /** The entries' JSON lines, joined by newlines. */
  readonly lines: string;
}

/** A run of entries that a session gave up, which the server has not been told of. */
export type Drop = readonly [session: string, from: number, to: number, reason: DropReason];

/** What happens to a queue in one transaction. */
export interface QueueChange {
  readonly put?: readonly QueuedSegment[];
  /** Segments of which all entries are accounted for: removed. */
  readonly settled?: readonly SegmentHead[];
  /** Entries given up: kept until they are reported, so that no entry vanishes without its reason. */
  readonly dropped?: readonly Drop[];
  /** What the server has been told of: removed. */
  readonly reported?: readonly Drop[];
}

/** What a queue holds, without the lines. */
export interface QueueContents {
  /** Oldest first. */
  readonly segments: readonly SegmentHead[];
  /** As many as one request reports. */
  readonly drops: readonly Drop[];
}

/** How much a queue may hold; beyond, it gives up the least severe entries first, the oldest of them first. */
export interface QueueLimits {
  readonly entries: number;
  /** UTF-16 code units of lines. */
  readonly size: number;
}

/** Milliseconds that an entry waits at most. */
export const MAX_AGE_MS = 7 * 24 * 60 * 60 * 1000;
/** Ranges of given up entries that one request reports at most. */
export const MAX_REPORTED_DROPS = 1000;

/**
 * Keeps segments until the server has them, durably, for all tabs of an origin. It knows nothing of sending.
 * Every method may reject; a `write` that rejects changed nothing. Writing the same again changes nothing.
 */
export interface LogQueue {
  /** Is on its way when it returns: a crash right after it loses nothing. Resolves once it is durable. */
  write(change: QueueChange): Promise<void>;
  list(): Promise<QueueContents>;
  /** Those that are still there. */
  read(heads: readonly SegmentHead[]): Promise<QueuedSegment[]>;
  close(): void;
}
