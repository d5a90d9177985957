import type { LogResource, SegmentHeader } from '@tailrace/protocol';
import { countRanges } from '../queue/drops.ts';
import type { QueueBatch, QueuedSegment, SessionRecord } from '../queue/LogQueue.ts';

/** Ranges that a header reports at most, the latest: more would not fit, and the earlier ones were sent before. */
export const MAX_REPORTED_RANGES = 1000;

/** A segment of a request: all or some lines of a queued one, or none, to report drops only. */
export interface Part {
  readonly session: string;
  readonly from: number;
  readonly to: number;
  readonly lines: readonly string[];
  readonly resource?: LogResource;
  /** The queued segment that the lines are of. */
  readonly segment?: QueuedSegment;
  readonly record?: SessionRecord;
  /** Highest `seq` that is known to have been given out. */
  readonly emitted: number;
}

/** Takes a batch apart into what one request carries. @param emitted the highest `seq` of this tab's session */
export function toParts({ segments, sessions }: QueueBatch, emitted: (session: string) => number): Part[] {
  const records = new Map(sessions.map((record) => [record.session, record]));
  const highest = new Map<string, number>();
  for (const { session, to } of [...segments, ...sessions.map(lastDropped)]) {
    highest.set(session, Math.max(to, highest.get(session) ?? emitted(session)));
  }
  const parts = segments.map((segment): Part => {
    const { session, from, to, resource } = segment;
    const record = records.get(session);
    return {
      session,
      from,
      to,
      segment,
      lines: segment.lines.split('\n'),
      ...(resource && { resource }),
      ...(record && { record }),
      emitted: highest.get(session)!,
    };
  });
  const sent = new Set(parts.map(({ session }) => session));
  for (const record of sessions) {
    const { session } = record;
    const to = highest.get(session)!;
    if (!sent.has(session)) parts.push({ session, from: to + 1, to, lines: [], record, emitted: to });
  }
  return parts;
}

/** Halves parts: by segments, and what is one segment by its lines. Returns `undefined` for what cannot be halved. */
export function halve(parts: readonly Part[]): [Part[], Part[]] | undefined {
  if (parts.length > 1) {
    const middle = Math.ceil(parts.length / 2);
    return [parts.slice(0, middle), parts.slice(middle)];
  }
  const [part] = parts;
  if (!part || part.lines.length < 2) return undefined;
  const middle = Math.ceil(part.lines.length / 2);
  return [
    [{ ...part, to: part.from + middle - 1, lines: part.lines.slice(0, middle) }],
    [{ ...part, from: part.from + middle, lines: part.lines.slice(middle) }],
  ];
}

/** Prints parts as the body of a request. `sent_at` is now, for by it the server measures this clock's skew. */
export function printParts(parts: readonly Part[]): string {
  const sentAt = new Date().toISOString();
  return parts
    .map((part) => `${[JSON.stringify(headerOf(part, sentAt)), ...part.lines].join('\n')}\n`)
    .join('');
}

/** How many given up entries a part's header reports. */
export function reportedBy({ record }: Part): number {
  return record ? countRanges(record.dropped) : 0;
}

function headerOf({ session, from, to, emitted, record, resource }: Part, sentAt: string): SegmentHeader {
  return {
    v: 1,
    session,
    from,
    to,
    sent_at: sentAt,
    emitted,
    ...(record && { dropped: record.dropped.slice(-MAX_REPORTED_RANGES) }),
    ...(resource && { resource }),
  };
}

function lastDropped({ session, dropped }: SessionRecord): { session: string; to: number } {
  return { session, to: dropped.at(-1)?.[1] ?? 0 };
}
