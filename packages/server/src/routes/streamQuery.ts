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
import { ProblemError } from '../Problem.ts';
import { filterFromQuery } from '../query/filterFromQuery.ts';

/** Parameters of a stream's URL that are not part of its filter. */
const STREAM_PARAMETERS = ['ticket', 'format', 'after', 'last', 'batch_ms', 'max_rate', 'compression'];

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
  const { filter, applied } = filterFromQuery(c.req.queries(), STREAM_PARAMETERS);
  const format = fixedFormat ?? formatOf(c, formats) ?? ('job_run_id' in applied ? 'job' : 'entry');
  const batchMs = numberOf(c, 'batch_ms', MIN_BATCH_MS, MAX_BATCH_MS);
  const maxRate = numberOf(c, 'max_rate', 1, MAX_RATE);
  if (maxRate !== undefined && format !== 'frames') {
    throw new ProblemError('invalid_parameter', 'max_rate needs frames, which tell what was left out');
  }
  return {
    filter,
    start: startOfQuery(c, bufferSize),
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
  const given = c.req.query('compression') ?? '';
  if (given !== '' && given !== 'on' && given !== 'off') {
    throw new ProblemError('invalid_parameter', 'compression must be on or off');
  }
  return given === 'on';
}

function startOfQuery(c: Context, bufferSize: number): StreamStart {
  const lastEventId = c.req.header('Last-Event-ID') ?? '';
  if (lastEventId !== '') return { after: checkCursor(lastEventId) };
  const after = c.req.query('after') ?? '';
  const last = numberOf(c, 'last', 0, MAX_ENTRIES_BEHIND);
  if (after === '') return { last: last ?? bufferSize };
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

function numberOf(c: Context, name: string, min: number, max: number): number | undefined {
  const text = c.req.query(name) ?? '';
  if (text === '') return undefined;
  const value = Number(text);
  if (/^\d{1,9}$/.test(text) && value >= min && value <= max) return value;
  throw new ProblemError('invalid_parameter', `${name} must be a whole number from ${min} to ${max}`);
}
