import {
  MAX_CLOCK_SKEW_MS,
  MAX_DEPTH,
  MAX_ENTRY_BYTES,
  type LogLine,
  type RejectionCode,
} from '@tailrace/protocol';
import { firstProblem, logLineSchema } from '@tailrace/protocol/schema';
import type { NewEntry } from '../store/LogStore.ts';
import { SERVER_FIELDS } from '../store/readerEntry.ts';
import { jsonDepth } from './jsonDepth.ts';
import { sizeProblem } from './sizeProblem.ts';
import { mayBeUnstorable, toStorable } from './storableText.ts';

/** Why an entry cannot be taken. */
export interface Refusal {
  readonly code: RejectionCode;
  readonly message: string;
}

export type CheckedEntry =
  | { readonly ok: true; readonly entry: NewEntry }
  | { readonly ok: false; readonly refusal: Refusal };

/** Most that UTF-8 makes of a UTF-16 code unit. */
const MAX_BYTES_PER_UNIT = 3;

/**
 * Checks an entry's JSON line. The line is kept as it came, byte for byte, unless something in it has to be
 * changed: characters that stores cannot keep, fields that only the server may state, a clock that is off.
 *
 * @param skewMs how much the producer's clock is behind the server's
 */
export function checkEntry(line: string, skewMs: number): CheckedEntry {
  if (line.length * MAX_BYTES_PER_UNIT > MAX_ENTRY_BYTES && Buffer.byteLength(line) > MAX_ENTRY_BYTES) {
    return refused('too_large', `An entry has at most ${MAX_ENTRY_BYTES} bytes`);
  }
  if (jsonDepth(line) > MAX_DEPTH) {
    return refused(
      'too_deep',
      `Objects and arrays of an entry stand at most ${MAX_DEPTH} deep in each other`,
    );
  }
  const parsed = parseJson(line);
  if (!parsed.ok) return refused('invalid_json', 'The line is not valid JSON');
  const problem = sizeProblem(parsed.value);
  if (problem !== undefined) return refused('too_many_keys', problem);
  const valid = logLineSchema.safeParse(parsed.value);
  if (!valid.success) {
    const tooLong = valid.error.issues[0]?.code === 'too_big' && valid.error.issues[0].origin === 'string';
    return refused(tooLong ? 'too_large' : 'invalid_entry', firstProblem(valid.error));
  }
  return { ok: true, entry: asStored(line, parsed.value as LogLine, skewMs) };
}

/** Parses JSON of any kind; a body that is not JSON is everyday, and not an exception. */
export function parseJson(json: string): { ok: true; value: unknown } | { ok: false } {
  try {
    return { ok: true, value: JSON.parse(json) };
  } catch {
    // What is wrong where, V8 says by quoting the text, which may be a secret.
    return { ok: false };
  }
}

function refused(code: RejectionCode, message: string): CheckedEntry {
  return { ok: false, refusal: { code, message } };
}

function asStored(line: string, parsed: LogLine, skewMs: number): NewEntry {
  let entry = parsed;
  if (mayBeUnstorable(line)) entry = toStorable(entry) as LogLine;
  if (SERVER_FIELDS.some((field) => Object.hasOwn(parsed, field))) entry = withoutServerFields(entry);
  if (Math.abs(skewMs) > MAX_CLOCK_SKEW_MS) entry = withCorrectedClock(entry, skewMs);
  return entry === parsed ? { line, entry } : { line: JSON.stringify(entry), entry };
}

/** The claimed values are kept where they claim nothing. */
function withoutServerFields(entry: LogLine): LogLine {
  const fields: Record<string, unknown> = { ...entry };
  const claimed: Record<string, unknown> = {};
  for (const field of SERVER_FIELDS) {
    if (!Object.hasOwn(fields, field)) continue;
    claimed[field] = fields[field];
    delete fields[field];
  }
  return { ...fields, metadata: { ...entry.metadata, ...claimed } } as unknown as LogLine;
}

function withCorrectedClock(entry: LogLine, skewMs: number): LogLine {
  const corrected = new Date(Date.parse(entry.timestamp) + skewMs);
  if (Number.isNaN(corrected.getTime())) return entry;
  return {
    ...entry,
    timestamp: corrected.toISOString(),
    metadata: { ...entry.metadata, producer_timestamp: entry.timestamp },
  };
}
