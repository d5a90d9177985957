import type { DropReason, SegmentHeader } from '@tailrace/protocol';
import type { Drop, QueueChange, QueuedSegment } from '../queue/LogQueue.ts';
import type { QueueBatch } from '../queue/SessionQueue.ts';

/** A segment of a request, or a header alone that reports drops. */
export interface Part {
  readonly header: Header;
  /** NDJSON, without the last line break. */
  readonly lines: string;
  /** The queued segments that the lines are all of. */
  readonly segments: readonly QueuedSegment[];
  /** What the header reports. */
  readonly drops: readonly Drop[];
}

type Header = Omit<SegmentHeader, 'sent_at' | 'resource'> & Pick<QueuedSegment, 'resource'>;

/**
 * Takes a batch apart into what one request carries. Segments that follow each other become one part.
 *
 * @param emitted the highest `seq` of a session of this tab; 0 for others
 */
export function toParts({ segments, drops }: QueueBatch, emitted: (session: string) => number): Part[] {
  const parts: Part[] = [];
  for (const segment of segments) {
    const { session, from, to, resource } = segment;
    const before = parts.at(-1);
    const joined =
      before?.header.session === session && before.header.to + 1 === from ? parts.pop() : undefined;
    parts.push({
      header: {
        v: 1,
        session,
        from: joined?.header.from ?? from,
        to,
        emitted: Math.max(emitted(session), to),
        resource,
      },
      lines: joined ? `${joined.lines}\n${segment.lines}` : segment.lines,
      segments: [...(joined?.segments ?? []), segment],
      drops: [],
    });
  }
  for (const session of new Set(drops.map(([of]) => of))) {
    const own = drops.filter(([of]) => of === session);
    const highest = Math.max(emitted(session), ...own.map(([, , to]) => to));
    const dropped = own.filter(([, from, to]) => from <= to).map(([, ...range]) => range);
    parts.push({
      header: { v: 1, session, from: highest + 1, to: highest, emitted: highest, dropped },
      lines: '',
      segments: [],
      drops: own,
    });
  }
  return parts;
}

/** Some of the lines of a part. @param end behind the last one: an index */
export function cut({ header, lines }: Part, start: number, end: number): Part {
  return {
    header: { ...header, from: header.from + start, to: header.from + end - 1 },
    lines: lines.split('\n').slice(start, end).join('\n'),
    segments: [],
    drops: [],
  };
}

/** Halves parts: between them, and what is one part between its lines; `undefined` for what cannot be halved. */
export function halve(parts: readonly Part[]): [Part[], Part[]] | undefined {
  const [part] = parts;
  const { from, to } = part!.header;
  const length = parts.length > 1 ? parts.length : to - from + 1;
  const middle = Math.ceil(length / 2);
  if (length < 2) return undefined;
  return parts.length > 1
    ? [parts.slice(0, middle), parts.slice(middle)]
    : [[cut(part!, 0, middle)], [cut(part!, middle, length)]];
}

/**
 * Prints parts as the body of a request.
 *
 * @param isSentNow by `sent_at` the server measures this clock's skew: what may be sent later must not say it
 */
export function printParts(parts: readonly Part[], isSentNow = true): string {
  const sent_at = isSentNow ? new Date().toISOString() : undefined;
  return parts
    .map(({ header, lines }) => `${JSON.stringify({ ...header, sent_at })}\n${lines && `${lines}\n`}`)
    .join('');
}

/** What is to be settled when the server has these parts, but for what `dropsOf` says. */
export function settleParts(parts: readonly Part[], dropsOf: (part: Part) => readonly Drop[]): QueueChange {
  return {
    settled: parts.flatMap(({ segments }) => segments),
    dropped: parts.flatMap(dropsOf),
    reported: parts.flatMap(({ drops }) => drops),
  };
}

/** The whole of a part as one drop; nothing for a part without lines. */
export function dropOf({ header: { session, from, to } }: Part, reason: DropReason): Drop[] {
  return to < from ? [] : [[session, from, to, reason]];
}
