import { LOG_LEVELS, PROBLEM_STATUS, REJECTION_CODES, type ProblemCode } from '@tailrace/protocol';
import { levelSettingsChangeSchema, segmentHeaderSchema, simpleEntrySchema } from '@tailrace/protocol/schema';
import { z } from 'zod';
import { RETENTION_CLASSES } from '../../retention/RetentionPeriods.ts';
import { named } from './apiSchemas.ts';

const count = z.int().min(0);
const codes = Object.keys(PROBLEM_STATUS) as [ProblemCode, ...ProblemCode[]];

export const problem = named(
  'Problem',
  z.strictObject({
    type: z.literal('about:blank'),
    title: z.string(),
    status: z.int(),
    code: z.enum(codes),
    detail: z.string(),
  }),
  'Why a request was refused (RFC 9457); `detail` is a sentence that says what to change.',
);

export const envelopedProblem = named(
  'EnvelopedProblem',
  z.strictObject({ success: z.literal(false), message: z.string(), status_code: z.int() }),
);

/** An answer as the older API has it. */
export function enveloped(id: string, data: z.ZodType): z.ZodType {
  return named(id, z.strictObject({ success: z.literal(true), message: z.string(), data }));
}

named('SegmentHeader', segmentHeaderSchema, 'The first line of a segment; its entries follow, a line each.');

export const simpleEntries = named(
  'SimpleEntries',
  z.union([
    named('SimpleEntry', simpleEntrySchema, 'Only the message is required; unknown keys go into `metadata`.'),
    z.array(simpleEntrySchema),
    z.object({ entries: z.array(simpleEntrySchema) }),
  ]),
);

export const ingestReply = named(
  'IngestReply',
  z.strictObject({
    segments: z.array(
      z.strictObject({
        session: z.string(),
        from: count,
        to: count,
        accepted: count,
        duplicates: count,
        rejected: z.array(z.strictObject({ seq: count, code: z.enum(REJECTION_CODES), message: z.string() })),
      }),
    ),
    levels: count,
  }),
  'What became of each segment. One that is not named is not stored.',
);

export const streamTicket = named(
  'StreamTicket',
  z.strictObject({ ticket: z.string(), expires_in_ms: count }),
);

const connections = z.strictObject({ websocket: count, sse: count });
export const streamStatus = named(
  'StreamStatus',
  z.strictObject({
    status: z.enum(['ok', 'draining']),
    connections: z.strictObject({ global: connections, jobs: z.record(z.string(), connections) }),
  }),
);

export const levelSettings = named(
  'LevelSettings',
  z.strictObject({ version: count, levels: z.record(z.string(), z.enum(LOG_LEVELS)) }),
);
export const retentionSettings = named(
  'RetentionSettings',
  z.strictObject({ days: z.record(z.enum(RETENTION_CLASSES), count.nullable()) }),
  'Null is for ever.',
);
export const levelSettingsChange = named('LevelSettingsChange', levelSettingsChangeSchema);

export const health = named('Health', z.strictObject({ status: z.literal('ok') }));

const part = z.enum(['ok', 'unavailable']);
export const readiness = named(
  'Readiness',
  z.strictObject({
    status: z.enum(['ok', 'unavailable', 'draining']),
    parts: z.strictObject({
      writer: part,
      reader: part,
      sockets: z.enum(['ok', 'draining']),
      analysis: part,
    }),
    open_streams: count,
    analysis_queue: count,
  }),
);

export const demoConfig = named(
  'DemoConfig',
  z.strictObject({ ingest_key: z.string(), signed_in: z.literal(true) }),
);

export const openApiDocument = named('OpenApiDocument', z.looseObject({ openapi: z.string() }));
