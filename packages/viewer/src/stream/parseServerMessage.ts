import { isLogLevel, parseCursor, type LogEntry, type ServerMessage } from '@tailrace/protocol/core';
import { readWhole } from './buffer/readWhole.ts';
import { LogStreamError } from './LogStreamError.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Reads a frame. Checks what the client relies on, and no more: a later server may add fields.
 *
 * @returns `undefined` for a type that this client does not know: a later server may add types, too
 * @throws {LogStreamError} `malformed_message`
 */
export function parseServerMessage(text: string): ServerMessage | undefined {
  const message = parseObject(text);
  const { type } = message;
  if (typeof type !== 'string') throw malformed('has no type');
  if (!Object.hasOwn(CHECKS, type)) return undefined;
  const problem = CHECKS[type as ServerMessage['type']](message);
  if (problem) throw malformed(`of type ${type} ${problem}`);
  return message as unknown as ServerMessage;
}

/** Tells whether an entry has what lists and buffers rely on. */
export function isReadableEntry(value: unknown): value is LogEntry {
  if (!isFields(value)) return false;
  return (
    isText(value['id']) &&
    isText(value['message']) &&
    isText(value['source']) &&
    isText(value['timestamp']) &&
    isTimestamp(value['timestamp']) &&
    isLogLevel(value['level']) &&
    isCursor(value['cursor'])
  );
}

const CHECKS: Readonly<Record<ServerMessage['type'], (message: Fields) => string | false>> = {
  hello: ({ version, epoch }) => (version !== 1 || !isText(epoch)) && 'names no version 1 and epoch',
  subscribed: ({ id, generation, resumed }) =>
    (!isText(id) || typeof generation !== 'number' || typeof resumed !== 'boolean') &&
    'names no subscription and generation',
  logs: (message) =>
    (!isText(message['id']) ||
      typeof message['generation'] !== 'number' ||
      !isCursor(message['from']) ||
      !isCursor(message['to']) ||
      (message['phase'] !== 'replay' && message['phase'] !== 'live') ||
      !Array.isArray(message['entries'])) &&
    'names no subscription, cursors and entries',
  live: ({ id }) => !isText(id) && 'names no subscription',
  gap: ({ id, from, to, count }) =>
    (!isText(id) || !isCursor(from) || !isCursor(to) || typeof count !== 'number') &&
    'names no subscription, cursors and count',
  error: ({ code, message }) => (!isText(code) || !isText(message)) && 'has no code and message',
  levels: () => false,
  analysis_result: () => false,
  heartbeat: () => false,
};

function parseObject(text: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw malformed('is not JSON', error);
  }
  if (!isFields(value)) throw malformed('is not an object');
  return value;
}

function malformed(what: string, cause?: unknown): LogStreamError {
  return new LogStreamError('malformed_message', `A message of the server ${what}; it was skipped`, {
    cause,
  });
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** The one that was read last: in a flood, dozens of entries have the same, one after the other. */
let knownTimestamp = '';

function isTimestamp(text: string): boolean {
  if (text === knownTimestamp) return true;
  if (Number.isNaN(Date.parse(text))) return false;
  knownTimestamp = text;
  return true;
}

/** Of a cursor that was read: those that follow have the same epoch, and so only their numbers are. */
let knownEpoch = '';

function isCursor(value: unknown): boolean {
  if (!isText(value)) return false;
  if (knownEpoch !== '' && value.startsWith(knownEpoch) && readWhole(value, knownEpoch.length) >= 0)
    return true;
  const cursor = parseCursor(value);
  if (cursor) knownEpoch = `${cursor.epoch}.`;
  return cursor !== undefined;
}
