import type { SegmentReply } from '@tailrace/protocol';
import type { LogSanitizer } from '@tailrace/protocol/sanitize';
import type { Identity } from './auth/Identity.ts';
import type { AppendSegments } from './ingest/appendSegments.ts';
import type { ParsedSegment } from './ingest/ParsedSegment.ts';
import { redactSegment } from './ingest/redactSegment.ts';
import { stampSegment } from './ingest/stampSegment.ts';
import type { Turns } from './ingest/Turns.ts';
import type { IngestMetrics } from './metrics/IngestMetrics.ts';
import { isOwnSession } from './ownLog/ownSession.ts';
import { renameSource } from './ownLog/renameSource.ts';
import { ProblemError } from './Problem.ts';
import type { NewSegment } from './store/LogStore.ts';

/**
 * Stores what was checked, and resolves after the commit: the reply is the acknowledgement.
 *
 * @param receivedAt milliseconds since 1970
 * @throws {StoreError} when nothing of it was stored
 */
export type AcceptBatch = (
  segments: readonly ParsedSegment[],
  sender: Pick<Identity, 'tenant' | 'stamp'>,
  receivedAt: number,
) => Promise<SegmentReply[]>;

export interface AcceptBatchOptions {
  readonly append: AppendSegments;
  readonly sanitizer: Pick<LogSanitizer, 'sanitizeLine'>;
  /** Sessions in which the server itself speaks, and nobody else. */
  readonly ownSessions: ReadonlySet<string>;
  readonly metrics: IngestMetrics;
  readonly turns: Turns;
}

/** Makes the way by which clients' entries get in: stamp, redact, store, publish, acknowledge. */
export function createAcceptBatch({
  append,
  sanitizer,
  ownSessions,
  metrics,
  turns,
}: AcceptBatchOptions): AcceptBatch {
  return async (segments, { tenant, stamp }, receivedAt) => {
    if (segments.some(({ session }) => ownSessions.has(session) || isOwnSession(session))) {
      throw new ProblemError('invalid_segment', 'In this session only the server speaks: take another');
    }
    const guarded: ParsedSegment[] = [];
    for (const segment of segments) {
      const named = renameSource(segment);
      guarded.push(await redactSegment(stamp ? stampSegment(named, stamp) : named, sanitizer, turns));
    }
    const news = guarded.map(({ session, emitted, dropped, resource, entries }): NewSegment => {
      return { tenant, session, receivedAt, emitted, dropped, resource, entries };
    });
    const count = await metrics.begin(news);
    await turns.take(lengthOf(guarded));
    const { positions } = await append(news);
    count(guarded, positions);
    return guarded.map(({ session, from, to, entries, rejected }, i) => {
      const accepted = positions[i]!.filter((position) => position > 0).length;
      return { session, from, to, accepted, duplicates: entries.length - accepted, rejected };
    });
  };
}

function lengthOf(segments: readonly ParsedSegment[]): number {
  let length = 0;
  for (const { entries } of segments) for (const { line } of entries) length += line.length;
  return length;
}
