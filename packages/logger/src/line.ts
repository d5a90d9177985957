import {
  isError,
  LOG_LEVELS,
  MAX_ENTRY_BYTES,
  MAX_MESSAGE_LENGTH,
  PART_LIMITS,
  safeText,
  serializeError,
  serializeValue,
  truncateText,
  wellFormedJson,
  type LogContext,
  type LogLevel,
  type ValueLimits,
} from '@tailrace/protocol';

/** Bytes that one UTF-16 code unit takes in UTF-8 at most. */
const MAX_UNIT_BYTES = 3;
const NOT_ASCII = /[^\0-\x7f]/;
/** UTF-16 code units that message and error keep when the whole entry was too large. */
const SHRUNK_LENGTH = 2048;

/** What is the same in all lines of one logger: made once, and only joined per entry. */
export interface LineScope {
  /** What stands between the timestamp and the message. */
  readonly heads: Readonly<Record<LogLevel, string>>;
  /** What stands after the message: the context. */
  readonly tail: string;
}

/** Prepares the lines of a logger. What the context holds now is what its entries carry. */
export function prepareScope(source: string, logger: string, context: LogContext): LineScope {
  const names = `","source":${JSON.stringify(source)}${logger && `,"logger":${JSON.stringify(logger)}`},"message":`;
  const heads = Object.fromEntries(LOG_LEVELS.map((level) => [level, `","level":"${level}${names}`]));
  return { heads: heads as Record<LogLevel, string>, tail: member('context', serializeValue(context)) };
}

/**
 * Prints an entry as its JSON line, which is what every later step stores and passes on as it is.
 *
 * @returns `undefined` when the entry is too large even after what can be cut is cut
 */
export function printLine(
  { heads, tail }: LineScope,
  { level, seq, message, metadata }: { level: LogLevel; seq: number; message: unknown; metadata: unknown },
): string | undefined {
  const text = typeof message === 'string' ? message : textOf(message);
  const { data, error } =
    metadata === undefined && typeof message === 'string' ? NO_DETAILS : detailsOf(message, metadata);
  const start = `{"seq":${seq},"timestamp":"${timestamp()}${heads[level]}`;
  const compose = (shown: unknown, limits: ValueLimits, maxLength: number) =>
    wellFormedJson(
      start +
        JSON.stringify(truncateText(text, maxLength)) +
        tail +
        (shown === undefined ? '' : dataMember(shown)) +
        (error === undefined ? '' : `,"error":${serializeError(error, limits)}`) +
        '}',
    );
  const line = compose(data, PART_LIMITS, MAX_MESSAGE_LENGTH);
  if (fits(line)) return line;
  const marker = data && { '…': `left out: the entry had ${line.length} characters` };
  const shrunk = compose(marker, { ...PART_LIMITS, characters: SHRUNK_LENGTH }, SHRUNK_LENGTH);
  return fits(shrunk) ? shrunk : undefined;
}

/** At most how many bytes a text takes in UTF-8; exact for ASCII, which is what nearly all lines are. */
export function maxBytes(text: string): number {
  return NOT_ASCII.test(text) ? text.length * MAX_UNIT_BYTES : text.length;
}

function fits(line: string): boolean {
  return (
    line.length * MAX_UNIT_BYTES <= MAX_ENTRY_BYTES ||
    new TextEncoder().encode(line).length <= MAX_ENTRY_BYTES
  );
}

interface Details {
  readonly data?: unknown;
  readonly error?: unknown;
}
const NO_DETAILS: Details = {};

/** Finds the error in what was logged: the message itself, the metadata itself, or its `error`. */
function detailsOf(message: unknown, metadata: unknown): Details {
  if (isError(message)) return isEmpty(metadata) ? { error: message } : { error: message, data: metadata };
  if (isError(metadata)) return { error: metadata };
  if (isEmpty(metadata)) return NO_DETAILS;
  if (typeof metadata !== 'object' || metadata === null) return { data: metadata };
  try {
    const { error } = metadata as Details;
    // A flag or a number under this name is data.
    if (isEmpty(error) || !/object|string/.test(typeof error)) return { data: metadata };
    const { error: _error, ...data } = metadata as Details;
    return Object.keys(data).length === 0 ? { error } : { error, data };
  } catch {
    // A getter or a proxy threw: the serialiser finds out where, and says so in its place.
    return { data: metadata };
  }
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null;
}

function textOf(message: unknown): string {
  if (isError(message)) return safeText(message.message) || safeText(message.name);
  return typeof message === 'object' && message !== null ? serializeValue(message) : safeText(message);
}

function dataMember(data: unknown): string {
  const json = serializeValue(data);
  return member('metadata', json.startsWith('{') ? json : `{"value":${json}}`);
}

/** Absent is absent: no empty objects. */
function member(name: string, json: string): string {
  return json === '{}' || !json.startsWith('{') ? '' : `,"${name}":${json}`;
}

let lastMs = Number.NaN;
let lastTimestamp = '';

/** Entries of one millisecond share its text, for printing a date costs as much as the rest of a small line. */
function timestamp(): string {
  const now = Date.now();
  if (now !== lastMs) {
    lastMs = now;
    lastTimestamp = new Date(now).toISOString();
  }
  return lastTimestamp;
}
