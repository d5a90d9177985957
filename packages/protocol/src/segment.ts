import type { DropReason } from './codes.ts';
import type { LogResource } from './LogEntry.ts';

/** A run of entries that will never arrive: first and last `seq`, both included, and why. */
export type DroppedRange = readonly [from: number, to: number, reason: DropReason];

/**
 * First line of a segment: whose lines follow, and what became of the session's other entries.
 * A header may come without lines, to report drops.
 */
export interface SegmentHeader {
  readonly v: 1;
  readonly session: string;
  /** `seq` of the first line; when no line follows, `to` is `from - 1`. */
  readonly from: number;
  /** `seq` of the last line. */
  readonly to: number;
  /**
   * The sender's clock when it sent: ISO 8601, UTC. With it the server measures the sender's skew. Absent where the
   * sender does not know when the request will go out; then times stay as they are.
   */
  readonly sent_at?: string;
  /** The highest `seq` that the session had given out when this header was made. */
  readonly emitted: number;
  /** What the session gave up and has had no answer for: the server takes the union of all reports. */
  readonly dropped?: readonly DroppedRange[];
  readonly resource?: LogResource;
}

/** A segment: its header and its entries' JSON lines, which no step on the way parses and prints again. */
export interface Segment {
  readonly header: SegmentHeader;
  readonly lines: readonly string[];
}

/** Prints segments as the body of an ingest request: NDJSON, each line ended by a newline. */
export function formatSegments(segments: readonly Segment[]): string {
  let body = '';
  for (const { header, lines } of segments) {
    body += `${JSON.stringify(header)}\n`;
    for (const line of lines) body += `${line}\n`;
  }
  return body;
}

/**
 * Tells a header line from an entry line without parsing it: `formatSegments` prints `v` first, and an
 * entry has no such field.
 */
export function isHeaderLine(line: string): boolean {
  return line.startsWith('{"v":');
}
