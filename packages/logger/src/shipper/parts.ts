import type { DroppedRange, DropReason, SegmentHeader } from '@tailrace/protocol';
import { countRanges } from '../queue/drops.ts';
import type {
  QueueBatch,
  QueuedSegment,
  SessionChange,
  SessionRecord,
  Settlement,
} from '../queue/LogQueue.ts';

/** Ranges that a header reports at most, the latest: more would not fit, and the earlier ones were sent before. */
const MAX_REPORTED_RANGES = 1000;

/** A segment of a request: all or some lines of a queued one, or none, to report drops only. */
export interface Part {
  readonly header: Omit<SegmentHeader, 'sent_at'>;
  readonly lines: readonly string[];
  readonly reports: SessionRecord | undefined;
  /** What is left of the queued segment that the lines are of; shared by its parts. */
  readonly whole: { readonly segment: QueuedSegment; linesLeft: number } | undefined;
}

/** Takes a batch apart into what one request carries. @param emitted the highest `seq` of a session of this tab */
export function toParts({ segments, sessions }: QueueBatch, emitted: (session: string) => number): Part[] {
  const makePart = (session: string, segment?: QueuedSegment): Part => {
    const reports = sessions.find((record) => record.session === session);
    const highest = Math.max(
      emitted(session),
      reports?.dropped.at(-1)?.[1] ?? 0,
      ...segments.filter((other) => other.session === session).map(({ to }) => to),
    );
    const header = {
      v: 1 as const,
      session,
      from: segment?.from ?? highest + 1,
      to: segment?.to ?? highest,
      emitted: highest,
      ...(reports && { dropped: reports.dropped.slice(-MAX_REPORTED_RANGES) }),
      ...(segment?.resource && { resource: segment.resource }),
    };
    const lines = segment?.lines.split('\n') ?? [];
    return { header, lines, reports, whole: segment && { segment, linesLeft: lines.length } };
  };
  const silent = sessions.filter(({ session }) => !segments.some((segment) => segment.session === session));
  return [
    ...segments.map((segment) => makePart(segment.session, segment)),
    ...silent.map(({ session }) => makePart(session)),
  ];
}

/** Halves parts: by segments, and what is one segment by its lines; `undefined` for what cannot be halved. */
export function halve(parts: readonly Part[]): [Part[], Part[]] | undefined {
  const part = parts[0]!;
  const items = parts.length > 1 ? parts : part.lines;
  const middle = Math.ceil(items.length / 2);
  if (items.length < 2) return undefined;
  if (parts.length > 1) return [parts.slice(0, middle), parts.slice(middle)];
  const { header, lines } = part;
  const split = header.from + middle;
  return [
    [{ ...part, header: { ...header, to: split - 1 }, lines: lines.slice(0, middle) }],
    [{ ...part, header: { ...header, from: split }, lines: lines.slice(middle) }],
  ];
}

/** Prints parts as the body of a request. `sent_at` is now, for by it the server measures this clock's skew. */
export function printParts(parts: readonly Part[]): string {
  const sent_at = new Date().toISOString();
  return parts
    .map(({ header, lines }) => `${[JSON.stringify({ ...header, sent_at }), ...lines].join('\n')}\n`)
    .join('');
}

/** What is to be settled when the server has these parts, but for what `dropsOf` says. */
export function settleParts(
  parts: readonly Part[],
  dropsOf: (part: Part) => readonly DroppedRange[],
): Settlement {
  const segments: QueuedSegment[] = [];
  const changes = parts
    .map((part): SessionChange => {
      const { header, lines, reports, whole } = part;
      // Of a segment that was split, the last part settles all.
      if (whole && (whole.linesLeft -= lines.length) === 0) segments.push(whole.segment);
      const reported = reports && countRanges(reports.dropped);
      return { session: header.session, ranges: dropsOf(part), reported };
    })
    .filter(({ ranges, reported }) => ranges!.length > 0 || reported);
  return { segments, changes };
}

/** The whole of a part as one range; empty for a part without lines. */
export function rangeOf({ header, lines }: Part, reason: DropReason): DroppedRange[] {
  return lines.length > 0 ? [[header.from, header.to, reason]] : [];
}
