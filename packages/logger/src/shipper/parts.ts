import type { DroppedRange, DropReason, SegmentHeader } from '@tailrace/protocol';
import { countRanges } from '../queue/drops.ts';
import type { QueueBatch, QueuedSegment, Settlement } from '../queue/LogQueue.ts';

/** Ranges that a header reports at most, the latest: more would not fit, and the earlier ones were sent before. */
const MAX_REPORTED_RANGES = 1000;

/** A segment of a request: all or some lines of a queued one, or none, to report drops only. */
export interface Part {
  readonly header: Omit<SegmentHeader, 'sent_at'>;
  readonly lines: readonly string[];
  /** The queued segment that the lines are all of. */
  readonly segment: QueuedSegment | undefined;
  /** How many given up entries the header reports. */
  readonly reported: number;
}

/** Takes a batch apart into what one request carries. @param emitted the highest `seq` of a session of this tab */
export function toParts({ segments, sessions }: QueueBatch, emitted: (session: string) => number): Part[] {
  const silent = sessions.filter(({ session }) => !segments.some((segment) => segment.session === session));
  return [...segments, ...silent].map(({ session }, index): Part => {
    const segment = segments[index];
    const dropped = sessions.find((record) => record.session === session)?.dropped ?? [];
    const highest = Math.max(emitted(session), dropped.at(-1)?.[1] ?? 0, segment?.to ?? 0);
    const header = {
      v: 1 as const,
      session,
      from: segment?.from ?? highest + 1,
      to: segment?.to ?? highest,
      emitted: highest,
      ...(dropped.length > 0 && { dropped: dropped.slice(-MAX_REPORTED_RANGES) }),
      ...(segment?.resource && { resource: segment.resource }),
    };
    return {
      header,
      lines: segment?.lines.split('\n') ?? [],
      segment,
      reported: countRanges(dropped),
    };
  });
}

/** Halves parts: by segments, and what is one segment by its lines; `undefined` for what cannot be halved. */
export function halve(parts: readonly Part[]): [Part[], Part[]] | undefined {
  const { header, lines, reported } = parts[0]!;
  const items = parts.length > 1 ? parts : lines;
  const middle = Math.ceil(items.length / 2);
  if (items.length < 2) return undefined;
  if (parts.length > 1) return [parts.slice(0, middle), parts.slice(middle)];
  const partOf = (start: number, end: number): Part => ({
    header: { ...header, from: header.from + start, to: header.from + end - 1 },
    lines: lines.slice(start, end),
    segment: undefined,
    reported,
  });
  return [[partOf(0, middle)], [partOf(middle, lines.length)]];
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
  return {
    segments: parts.flatMap(({ segment }) => segment ?? []),
    changes: parts
      .map((part) => ({ session: part.header.session, ranges: dropsOf(part), reported: part.reported }))
      .filter(({ ranges, reported }) => ranges.length > 0 || reported > 0),
  };
}

/** The whole of a part as one range; empty for a part without lines. */
export function rangeOf({ header, lines }: Part, reason: DropReason): DroppedRange[] {
  return lines.length > 0 ? [[header.from, header.to, reason]] : [];
}
