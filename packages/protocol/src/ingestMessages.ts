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
 * Tells whether a parsed body is an ingest reply: a captive portal's 200 is not.
 */
export function isIngestReply(value: unknown): value is IngestReply {
  return (
    typeof value === 'object' &&
    value !== null &&
    'segments' in value &&
    Array.isArray(value.segments) &&
    value.segments.every(isSegmentReply)
  );
}

function isSegmentReply(value: unknown): value is SegmentReply {
  const reply = value as Partial<SegmentReply> | null;
  return (
    typeof reply === 'object' &&
    reply !== null &&
    typeof reply.session === 'string' &&
    typeof reply.from === 'number' &&
    typeof reply.to === 'number' &&
    Array.isArray(reply.rejected)
  );
}
