import type { IngestReply } from '@tailrace/protocol';
import type { Handler } from 'hono';
import type { AcceptBatch } from '../acceptBatch.ts';
import type { AppEnv } from '../AppEnv.ts';
import type { JsonIngest } from '../ingest/json.ts';
import { parseNative } from '../ingest/native.ts';
import type { ParsedSegment } from '../ingest/ParsedSegment.ts';
import { readBody } from '../ingest/readBody.ts';
import { ProblemError } from '../Problem.ts';
import type { RetentionClock } from '../retention/RetentionClock.ts';
import type { RuntimeLevels } from '../settings/RuntimeLevels.ts';

/** `POST /api/v1/logs`: segments, or JSON of simple clients. */
export function ingestRoute(
  accept: AcceptBatch,
  json: JsonIngest,
  levels: RuntimeLevels,
  clock: Pick<RetentionClock, 'arrival'>,
): Handler<AppEnv> {
  return async (c) => {
    const parse = parserOf(c.req.header('Content-Type'));
    const body = await readBody(c.req.raw);
    const identity = c.get('identity');
    const now = clock.arrival;
    const parsed = parse(body, now, identity.name);
    c.get('countEntries')(entriesOf(parsed));
    const segments = await accept(parsed, identity, now);
    return c.json({ segments, levels: levels.of(identity.tenant).version } satisfies IngestReply);
  };

  function parserOf(
    contentType: string | undefined,
  ): (body: string, now: number, source: string) => ParsedSegment[] {
    switch (contentType?.split(';')[0]?.trim().toLowerCase()) {
      case 'application/x-ndjson':
      case 'text/plain':
        return parseNative;
      case 'application/json':
        return json.parse;
      default:
        throw new ProblemError(
          'unsupported_media_type',
          'Send segments as application/x-ndjson, or entries as application/json',
        );
    }
  }
}

function entriesOf(segments: readonly ParsedSegment[]): number {
  return segments.reduce((sum, { entries, rejected }) => sum + entries.length + rejected.length, 0);
}
