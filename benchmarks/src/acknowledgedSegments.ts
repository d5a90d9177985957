import type { SegmentReply } from '@tailrace/protocol';

/** What Tailrace's server answers for the segments of a body: only a reply that names a segment counts. */
export function acknowledgedSegments(body: string): SegmentReply[] {
  return body
    .split('\n')
    .filter((line) => line.startsWith('{"v":'))
    .map((line) => JSON.parse(line) as Pick<SegmentReply, 'session' | 'from' | 'to'>)
    .map(({ session, from, to }) => ({
      session,
      from,
      to,
      accepted: to - from + 1,
      duplicates: 0,
      rejected: [],
    }));
}
