import type { RejectionCode } from './codes.ts';

/** One refused entry, and what to change. */
export interface EntryRejection {
  readonly seq: number;
  readonly code: RejectionCode;
  readonly message: string;
}

/** What became of one segment. Only a reply that names a segment acknowledges it. */
export interface SegmentReply {
  readonly session: string;
  readonly from: number;
  readonly to: number;
  /** Entries that are now on disk. */
  readonly accepted: number;
  /** Entries that had been stored before. */
  readonly duplicates: number;
  readonly rejected: readonly EntryRejection[];
}

/** Answer `200` to an ingest request. */
export interface IngestReply {
  readonly segments: readonly SegmentReply[];
  /** Version of the level settings: a shipper that knows another one asks for them. */
  readonly levels: number;
}

/**
 * Tells whether a parsed body is an ingest reply: a captive portal's 200 is not. What it says of a segment counts
 * only if it names that segment.
 */
export function isIngestReply(value: unknown): value is IngestReply {
  const segments = (value as Partial<IngestReply> | null | undefined)?.segments;
  return Array.isArray(segments) && segments.every((reply) => Array.isArray(reply?.rejected));
}
