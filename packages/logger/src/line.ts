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
} from '@tailrace/protocol';

/** Bytes that one UTF-16 code unit takes in UTF-8 at most. */
const MAX_UNIT_BYTES = 3;
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
  const start = `{"seq":${seq},"timestamp":"${timestamp()}${heads[level]}`;
  const text = typeof message === 'string' ? message : textOf(message);
  const plain = metadata === undefined && typeof message === 'string';
  const { data, error } = plain ? NO_DETAILS : detailsOf(message, metadata);
  const end =
    (data === undefined ? '' : dataMember(data)) +
    (error === undefined ? '' : `,"error":${serializeError(error)}`);
  const line = wellFormedJson(
    `${start}${JSON.stringify(truncateText(text, MAX_MESSAGE_LENGTH))}${tail}${end}}`,
  );
  if (fits(line)) return line;

  const marker =
    data === undefined ? '' : `,"metadata":{"…":"left out: the entry had ${line.length} characters"}`;
  const limits = { ...PART_LIMITS, characters: SHRUNK_LENGTH };
  const shortError = error === undefined ? '' : `,"error":${serializeError(error, limits)}`;
  const shortMessage = JSON.stringify(truncateText(text, SHRUNK_LENGTH));
  const shrunk = wellFormedJson(`${start}${shortMessage}${tail}${marker}${shortError}}`);
  return fits(shrunk) ? shrunk : undefined;
}

/** Bytes of a text in UTF-8. */
export function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}

function fits(line: string): boolean {
  return line.length * MAX_UNIT_BYTES <= MAX_ENTRY_BYTES || utf8Length(line) <= MAX_ENTRY_BYTES;
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
    const { error, ...others } = metadata as Record<string, unknown>;
    if (isEmpty(error) || typeof error === 'boolean' || typeof error === 'number') return { data: metadata };
    return Object.keys(others).length === 0 ? { error } : { error, data: others };
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
