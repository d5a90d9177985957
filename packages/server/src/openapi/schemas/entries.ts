import { LOG_STREAMS } from '@tailrace/protocol';
import { logLineSchema } from '@tailrace/protocol/schema';
import { z } from 'zod';
import { named } from './apiSchemas.ts';

named('LogError', logLineSchema.shape.error.unwrap(), 'An error as data, with its causes.');

/** A time as the server prints it. */
export const time = z.iso.datetime();
/** Present and true when the time budget ran out: the answer is right as far as it goes. */
export const partial = z.literal(true).optional();

export const logEntry = named(
  'LogEntry',
  z.looseObject({
    id: z.string(),
    session: z.string(),
    received_at: time,
    cursor: z.string(),
    resource: z.looseObject({}).optional(),
    ...logLineSchema.shape,
  }),
  'What a producer wrote, and what the server knows of it. Absent is absent: no nulls.',
);

/** A job's line, as plain streams have it. */
const jobLine = named(
  'JobLine',
  z.strictObject({
    job_run_id: z.unknown().optional(),
    task_run_id: z.unknown().optional(),
    timestamp: z.string(),
    level: z.enum(['debug', 'info', 'warn', 'error']),
    stream: z.enum(LOG_STREAMS),
    message: z.string(),
    task_name: z.unknown().optional(),
  }),
  'A job’s line in the shape of consoles.',
);

const turns = { next: z.string().nullable(), previous: z.string().nullable() };
const count = z.int().min(0);

export const logList = named(
  'LogList',
  z.strictObject({
    logs: z.array(logEntry),
    pagination: z.strictObject({
      limit: count,
      page: count.optional(),
      ...turns,
      total: count.optional(),
      partial,
    }),
    filters_applied: z.record(z.string(), z.string()),
  }),
);

export const pagedList = named(
  'PagedLogList',
  z.strictObject({
    logs: z.array(logEntry),
    pagination: z.strictObject({
      page: count.optional(),
      limit: count,
      total_pages: count,
      total_items: count,
      has_next: z.boolean(),
      has_previous: z.boolean(),
      ...turns,
      partial,
    }),
    filters_applied: z.record(z.string(), z.string()),
  }),
);

const offsetPagination = z.strictObject({ total: count, limit: count, offset: count, count, partial });

export const entriesOfOne = named(
  'EntriesOfOne',
  z.strictObject({
    logs: z.union([z.array(jobLine), z.array(logEntry)]),
    pagination: offsetPagination,
  }),
);

export const entryContext = named(
  'EntryContext',
  z.strictObject({
    before: z.array(logEntry),
    entry: logEntry,
    after: z.array(logEntry),
    pagination: z.strictObject({ ...turns, partial }),
  }),
);

const span = {
  count,
  errors: count,
  started_at: time,
  ended_at: time,
  duration_ms: z.number().min(0),
};

export const trace = named(
  'Trace',
  z.strictObject({
    correlation_id: z.string(),
    summary: z
      .strictObject({ ...span, sources: z.array(z.strictObject({ source: z.string(), ...span })), partial })
      .optional(),
    logs: z.array(logEntry),
    pagination: z.strictObject({ limit: count, ...turns, partial }),
  }),
);

export const sessionAccount = named(
  'SessionAccount',
  z.strictObject({
    emitted: count,
    stored: count,
    dropped: z.record(z.string(), count),
    queued: count,
    missing: z.array(z.tuple([count, count])),
  }),
  'What became of each entry of a session.',
);
