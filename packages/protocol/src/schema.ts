import { z } from 'zod';
import type { LogLine } from './LogEntry.ts';
import { LOG_CATEGORIES, LOG_STREAMS } from './LogEntry.ts';
import { isDropReason, type DropReason } from './codes.ts';
import {
  MAX_ANALYSIS_SECONDS,
  MAX_BATCH_MS,
  MAX_RATE,
  MAX_ENTRIES_BEHIND,
  MAX_FILTER_LENGTH,
  MAX_MESSAGE_LENGTH,
  MAX_NAME_LENGTH,
  MAX_REQUEST_ID_LENGTH,
  MAX_STACK_LENGTH,
  MIN_BATCH_MS,
} from './limits.ts';
import { LOG_LEVELS, parseLogLevel } from './LogLevel.ts';
import { isSessionId } from './ids.ts';
import type { SegmentHeader } from './segment.ts';
import type { ClientMessage } from './streamMessages.ts';

export { levelSettingsChangeSchema } from './levelSettingsSchema.ts';

const name = z.string().max(MAX_NAME_LENGTH);
const requiredName = name.min(1);
const seq = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER);
const sessionId = z.string().refine(isSessionId, 'must be 16 characters of 0-9, A-Z and a-z');
const time = z.string().refine(isTime, 'must be an ISO 8601 time, such as 2026-11-20T10:30:00.123Z');
const data = z.looseObject({});

const errorSchema = z.looseObject({
  name,
  message: z.string().max(MAX_MESSAGE_LENGTH),
  stack: z.string().max(MAX_STACK_LENGTH).exactOptional(),
  get cause() {
    return errorSchema.exactOptional();
  },
  errors: z.array(z.unknown()).exactOptional(),
});

/** What an entry line of a segment must look like; fields that it does not name are passed on as they are. */
export const logLineSchema = z.looseObject({
  seq,
  timestamp: time,
  level: z.enum(LOG_LEVELS),
  category: z.enum(LOG_CATEGORIES).exactOptional(),
  source: requiredName,
  logger: name.exactOptional(),
  stream: z.enum(LOG_STREAMS).exactOptional(),
  message: z.string().max(MAX_MESSAGE_LENGTH),
  context: data.exactOptional(),
  metadata: data.exactOptional(),
  error: errorSchema.exactOptional(),
  code: z
    .looseObject({
      module: z.string().exactOptional(),
      function: z.string().exactOptional(),
      line: z.number().exactOptional(),
    })
    .exactOptional(),
  trace: z
    .looseObject({
      trace_id: name.exactOptional(),
      span_id: name.exactOptional(),
      parent_span_id: name.exactOptional(),
      execution_time_ms: z.number().exactOptional(),
      status: name.exactOptional(),
    })
    .exactOptional(),
  action: name.exactOptional(),
}) satisfies z.ZodType<LogLine>;

/**
 * What a simple client posts as JSON: only `message` is required, a level may be any synonym, and a time any
 * that JavaScript reads or milliseconds since 1970.
 */
export const simpleEntrySchema = z.looseObject({
  ...logLineSchema.partial().omit({ seq: true }).shape,
  message: z.string().max(MAX_MESSAGE_LENGTH),
  level: z.preprocess(
    (value) => (value === undefined ? value : (parseLogLevel(value) ?? value)),
    z.enum(LOG_LEVELS).exactOptional(),
  ),
  timestamp: z.preprocess(
    (value) => (typeof value === 'number' ? isoOf(value) : value),
    time.exactOptional(),
  ),
});

export type SimpleEntry = z.infer<typeof simpleEntrySchema>;

const droppedRange = z.tuple([seq, seq, z.custom<DropReason>(isDropReason, 'must be a drop reason')]);

/** What the first line of a segment must look like. */
export const segmentHeaderSchema = z.object({
  v: z.literal(1),
  session: sessionId,
  from: seq,
  to: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
  sent_at: time.exactOptional(),
  emitted: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
  dropped: z.array(droppedRange).exactOptional(),
  resource: data.exactOptional(),
}) satisfies z.ZodType<SegmentHeader>;

const subscriptionId = z.string().min(1).max(64);
const filterText = z.string().max(MAX_FILTER_LENGTH);

const subscribe = z
  .strictObject({
    type: z.literal('subscribe'),
    id: subscriptionId,
    filter: filterText.exactOptional(),
    after: z.string().max(64).exactOptional(),
    last: z.number().int().min(0).max(MAX_ENTRIES_BEHIND).exactOptional(),
    batch_ms: z.number().min(MIN_BATCH_MS).max(MAX_BATCH_MS).exactOptional(),
    max_rate: z.number().int().min(1).max(MAX_RATE).exactOptional(),
  })
  .refine(
    ({ after, last }) => (after === undefined) !== (last === undefined),
    'must say where to start: either after (a cursor, or "now") or last (how many entries)',
  );

const timeRange = `must be a number of seconds from 1 to ${MAX_ANALYSIS_SECONDS}`;
const analysisRequest = z.strictObject({
  type: z.literal('analysis_request'),
  request_id: z.string().min(1).max(MAX_REQUEST_ID_LENGTH),
  time_range: z.number({ error: timeRange }).min(1, timeRange).max(MAX_ANALYSIS_SECONDS, timeRange),
  service: requiredName.nullable().exactOptional(),
  level: z
    .preprocess(
      (value) => (value === null ? value : (parseLogLevel(value) ?? value)),
      z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(', ')}` }).nullable(),
    )
    .exactOptional(),
});

const clientMessageSchema = z.discriminatedUnion('type', [
  subscribe,
  z.strictObject({ type: z.literal('update'), id: subscriptionId, filter: filterText }),
  z.strictObject({ type: z.literal('unsubscribe'), id: subscriptionId }),
  z.strictObject({ type: z.literal('ack'), cursor: z.string().max(64) }),
  z.strictObject({ type: z.literal('pause'), id: subscriptionId }),
  z.strictObject({ type: z.literal('resume'), id: subscriptionId }),
  analysisRequest,
  z.strictObject({ type: z.literal('ping') }),
]);

/**
 * Checks what a client sent over a framed stream.
 * The schema proves the either-or of `after` and `last`, which its inferred type cannot say.
 */
export function parseClientMessage(value: unknown): z.ZodSafeParseResult<ClientMessage> {
  return clientMessageSchema.safeParse(value) as z.ZodSafeParseResult<ClientMessage>;
}

/**
 * Says in one sentence what is wrong with a value: the first problem's path and what it must be.
 *
 * @example
 * firstProblem(error); // 'context.user: Invalid input: expected object, received string'
 */
export function firstProblem(error: z.ZodError): string {
  const issue = error.issues[0]!;
  const path = issue.path.map(String).join('.');
  return path === '' ? issue.message : `${path}: ${issue.message}`;
}

/** Milliseconds within what a Date can say; beyond, the value stays as it is and is refused with its reason. */
function isoOf(ms: number): unknown {
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : ms;
}

/** `Date.parse` reads much besides ISO 8601; the year in front and the T keep that out. */
function isTime(text: string): boolean {
  return text.length <= 40 && /^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text));
}
