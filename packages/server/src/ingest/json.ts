import {
  createSessionId,
  MAX_BATCH_ENTRIES,
  MAX_DEPTH,
  type DroppedRange,
  type EntryRejection,
} from '@tailrace/protocol';
import { firstProblem, simpleEntrySchema, type SimpleEntry } from '@tailrace/protocol/schema';
import { ProblemError } from '../Problem.ts';
import type { NewEntry } from '../store/LogStore.ts';
import { checkEntry, parseJson, type CheckedEntry } from './checkEntry.ts';
import { jsonDepth } from './jsonDepth.ts';
import type { ParsedSegment } from './ParsedSegment.ts';

/** An array within `{"entries": […]}` around the entries. */
const DEPTH_AROUND = 2;

/** Ranges after which a new session begins, because a session's drop report only grows. */
const MAX_DROPPED_RANGES = 256;

/** Fields of an entry that a simple client may state; all others are its own data. */
const ENTRY_FIELDS: ReadonlySet<string> = new Set(Object.keys(simpleEntrySchema.shape));

/** Gives entries that come without identity the one of this process. */
export interface JsonIngest {
  /**
   * Reads one entry, an array, or `{"entries": […]}`.
   *
   * @param source of entries that name none
   * @throws {ProblemError} `invalid_json`, `invalid_entry` or `too_many_entries`
   */
  readonly parse: (body: string, now: number, source: string) => ParsedSegment[];
}

/** Makes a `JsonIngest` with a session of its own. */
export function createJsonIngest(): JsonIngest {
  let session = createSessionId();
  let emitted = 0;
  let dropped: readonly DroppedRange[] = [];

  return {
    parse(body, now, source) {
      const values = parseBody(body);
      if (dropped.length >= MAX_DROPPED_RANGES) {
        session = createSessionId();
        emitted = 0;
        dropped = [];
      }
      const checked = values.map((value, i) => checkSimple(value, emitted + 1 + i, now, source));
      if (checked.length === 1 && !checked[0]!.ok) {
        throw new ProblemError('invalid_entry', checked[0]!.refusal.message);
      }
      const from = emitted + 1;
      emitted += values.length;
      const entries: NewEntry[] = [];
      const rejected: EntryRejection[] = [];
      checked.forEach((one, i) => {
        if (one.ok) entries.push(one.entry);
        else rejected.push({ seq: from + i, ...one.refusal });
      });
      // A refused entry has had its number, and nobody sends it again.
      for (const { seq, code } of rejected) dropped = withDropped(dropped, seq, `rejected_${code}`);
      return [{ session, from, to: emitted, emitted, dropped, resource: undefined, entries, rejected }];
    },
  };
}

function parseBody(body: string): unknown[] {
  if (jsonDepth(body) > MAX_DEPTH + DEPTH_AROUND) {
    throw new ProblemError('invalid_entry', `An entry is at most ${MAX_DEPTH} deep`);
  }
  const parsed = parseJson(body);
  if (!parsed.ok) throw new ProblemError('invalid_json', 'The body is not valid JSON');
  const values = entriesIn(parsed.value);
  if (values.length === 0) throw new ProblemError('invalid_entry', 'Send at least one entry');
  if (values.length > MAX_BATCH_ENTRIES) {
    throw new ProblemError('too_many_entries', `Send at most ${MAX_BATCH_ENTRIES} entries in one request`);
  }
  return values;
}

function entriesIn(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  if (typeof value === 'object' && value !== null) {
    const { entries } = value as { entries?: unknown };
    return Array.isArray(entries) && !Object.hasOwn(value, 'message') ? entries : [value];
  }
  throw new ProblemError(
    'invalid_entry',
    'Send an object with a message, an array of them, or {"entries": […]}',
  );
}

function checkSimple(value: unknown, seq: number, now: number, source: string): CheckedEntry {
  const valid = simpleEntrySchema.safeParse(value);
  if (!valid.success) {
    return { ok: false, refusal: { code: 'invalid_entry', message: firstProblem(valid.error) } };
  }
  const own: [string, unknown][] = [];
  const named: [string, unknown][] = [];
  for (const field of Object.entries(value as object)) {
    (ENTRY_FIELDS.has(field[0]) ? named : own).push(field);
  }
  const { level, timestamp }: SimpleEntry = valid.data;
  const { metadata } = value as SimpleEntry;
  const entry = {
    seq,
    source,
    ...Object.fromEntries(named),
    timestamp: timestamp === undefined ? new Date(now).toISOString() : timestamp,
    level: level ?? 'info',
    ...(own.length > 0 && { metadata: { ...metadata, ...Object.fromEntries(own) } }),
  };
  return checkEntry(JSON.stringify(entry), 0);
}

function withDropped(
  ranges: readonly DroppedRange[],
  seq: number,
  reason: DroppedRange[2],
): readonly DroppedRange[] {
  const last = ranges.at(-1);
  return last && last[1] === seq - 1 && last[2] === reason
    ? [...ranges.slice(0, -1), [last[0], seq, reason]]
    : [...ranges, [seq, seq, reason]];
}
