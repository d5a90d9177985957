import type { IngestReply } from '@tailrace/protocol';
import type { Context, Handler } from 'hono';
import type { AcceptBatch } from '../acceptBatch.ts';
import type { AppEnv } from '../AppEnv.ts';
import { ClockSkews, type SkewOf } from '../ingest/ClockSkews.ts';
import type { HeldBodies, HeldBody } from '../ingest/HeldBodies.ts';
import type { JsonIngest } from '../ingest/json.ts';
import { parseNative } from '../ingest/native.ts';
import type { ParsedSegment } from '../ingest/ParsedSegment.ts';
import { readBody } from '../ingest/readBody.ts';
import type { Turns } from '../ingest/Turns.ts';
import { ProblemError } from '../Problem.ts';
import type { RetentionClock } from '../retention/RetentionClock.ts';
import type { RuntimeLevels } from '../settings/RuntimeLevels.ts';

/** What is known of a body beside its text. */
interface Sent {
  /** Milliseconds since 1970 at which all of it was there. */
  readonly now: number;
  readonly skewOf: SkewOf;
  /** Of entries that name none. */
  readonly source: string;
}

/** Reads a body's entries. */
type ParseBody = (body: string, sent: Sent) => Promise<ParsedSegment[]>;

/** What takes entries in over HTTP. */
export interface IngestRouteOptions {
  readonly accept: AcceptBatch;
  readonly json: JsonIngest;
  readonly levels: RuntimeLevels;
  readonly turns: Turns;
  readonly bodies: HeldBodies;
  readonly clock: Pick<RetentionClock, 'arrival'>;
}

/** `POST /api/v1/logs`: segments, or JSON of simple clients. */
export function ingestRoute({
  accept,
  json,
  levels,
  turns,
  bodies,
  clock,
}: IngestRouteOptions): Handler<AppEnv> {
  const skews = new ClockSkews();

  return async (c) => {
    const held = bodies.open();
    try {
      return c.json(await take(c, held));
    } finally {
      held.release();
    }
  };

  async function take(c: Context<AppEnv>, held: HeldBody): Promise<IngestReply> {
    const arrivedAt = clock.arrival;
    const parse = parserOf(c.req.header('Content-Type'));
    const body = await readBody(c.req.raw, { held, incoming: c.env?.incoming });
    const identity = c.get('identity');
    const now = clock.arrival;
    const skewOf = skews.ofRequest(identity.tenant, arrivedAt);
    const parsed = await parse(body, { now, skewOf, source: identity.name });
    c.get('countEntries')(entriesOf(parsed));
    const segments = await accept(parsed, identity, now);
    return { segments, levels: levels.of(identity.tenant).version };
  }

  function parserOf(contentType: string | undefined): ParseBody {
    switch (contentType?.split(';')[0]?.trim().toLowerCase()) {
      case 'application/x-ndjson':
      case 'text/plain':
        return (body, { skewOf }) => parseNative(body, skewOf, turns);
      case 'application/json':
        return async (body, { now, source }) => {
          await turns.take(body.length);
          return json.parse(body, now, source);
        };
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
