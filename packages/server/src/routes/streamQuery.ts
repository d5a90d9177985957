import {
  MAX_BATCH_MS,
  MAX_ENTRIES_BEHIND,
  MAX_RATE,
  MIN_BATCH_MS,
  parseCursor,
  PLAIN_FORMATS,
  type LogFilter,
  type PlainFormat,
  type StreamStart,
} from '@tailrace/protocol';
import type { Context } from 'hono';
import { z } from 'zod';
import { ProblemError } from '../Problem.ts';
import { filterFromQuery } from '../query/filterFromQuery.ts';
import { oneOf, readParameters, wholeNumber } from '../query/parameters.ts';

/** What the URL of any stream takes, beside filters and the format. */
export const streamParameters = z.object({
  ticket: z
    .string()
    .optional()
    .describe('From `/api/v1/stream/tickets`, for browsers, whose streams cannot send a key.'),
  after: z
    .string()
    .optional()
    .describe('A cursor, to begin after; or `now`. What lies between it and now comes first.'),
  last: wholeNumber(0, MAX_ENTRIES_BEHIND).optional().describe('To begin with the last so many entries.'),
  batch_ms: wholeNumber(MIN_BATCH_MS, MAX_BATCH_MS)
    .optional()
    .describe('Milliseconds over which entries are gathered into one message, or one write.'),
  max_rate: wholeNumber(1, MAX_RATE)
    .optional()
    .describe('With frames: live entries a second; the rest is left out, and told as a gap.'),
  compression: oneOf(['on', 'off'])
    .optional()
    .describe('Costs the server processor time that is not shared with others.'),
});

const compressionOnly = streamParameters.pick({ compression: true });
/** Parameters of a stream's URL that are not part of its filter. */
const STREAM_PARAMETERS = ['format', ...Object.keys(streamParameters.shape)];

/** Shapes of what an event stream carries. */
export const EVENT_STREAM_FORMATS = [...PLAIN_FORMATS, 'frames'] as const;

/** What the URL of a stream asks for, when its client says nothing more. */
export interface StreamQuery<Format> {
  readonly filter: LogFilter;
  readonly start: StreamStart;
  readonly format: Format;
  readonly batchMs?: number;
  readonly maxRate?: number;
}

export interface StreamQueryOptions<Format> {
  /** Entries to begin with, unless the URL says where to. */
  readonly bufferSize: number;
  /** Those that may be asked for. */
  readonly formats: readonly Format[];
  /** Shape of the messages at an address that has one of its own. */
  readonly fixedFormat?: PlainFormat | undefined;
}

/**
 * Reads the URL of a stream. A `Last-Event-ID` counts more than where the URL says to start: it is newer.
 *
 * @throws {ProblemError} `invalid_filter`, `invalid_cursor`, or `invalid_parameter` naming it
 */
export function readStreamQuery<Format extends string>(
  c: Context,
  { bufferSize, formats, fixedFormat }: StreamQueryOptions<Format>,
): StreamQuery<Format | PlainFormat> {
  const query = c.req.queries();
  const { filter, applied } = filterFromQuery(query, STREAM_PARAMETERS);
  const format = fixedFormat ?? formatOf(c, formats) ?? ('job_run_id' in applied ? 'job' : 'entry');
  const { after, last, batch_ms: batchMs, max_rate: maxRate } = readParameters(streamParameters, query);
  if (maxRate !== undefined && format !== 'frames') {
    throw new ProblemError('invalid_parameter', 'max_rate needs frames, which tell what was left out');
  }
  return {
    filter,
    start: startOfQuery(c, { after, last, bufferSize }),
    format,
    ...(batchMs !== undefined && { batchMs }),
    ...(maxRate !== undefined && { maxRate }),
  };
}

/**
 * Whether the stream's client asked for compression: it costs processor time that is not shared with others.
 *
 * @throws {ProblemError} `invalid_parameter`
 */
export function isCompressed(c: Context): boolean {
  return readParameters(compressionOnly, c.req.queries()).compression === 'on';
}

interface AskedStart {
  readonly after: string | undefined;
  readonly last: number | undefined;
  readonly bufferSize: number;
}

function startOfQuery(c: Context, { after, last, bufferSize }: AskedStart): StreamStart {
  const lastEventId = c.req.header('Last-Event-ID') ?? '';
  if (lastEventId !== '') return { after: checkCursor(lastEventId) };
  if (after === undefined) return { last: last ?? bufferSize };
  if (last !== undefined) {
    throw new ProblemError('invalid_parameter', 'Give after or last, not both');
  }
  return { after: after === 'now' ? after : checkCursor(after) };
}

function checkCursor(text: string): string {
  if (!parseCursor(text)) throw new ProblemError('invalid_cursor', 'A cursor is text that the server gave');
  return text;
}

function formatOf<Format extends string>(c: Context, formats: readonly Format[]): Format | undefined {
  const given = c.req.query('format') ?? '';
  if (given === '') return undefined;
  const format = formats.find((name) => name === given);
  if (!format) throw new ProblemError('invalid_parameter', `format must be one of ${formats.join(', ')}`);
  return format;
}
