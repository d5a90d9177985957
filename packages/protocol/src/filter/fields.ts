import { categoryOf } from '../categoryOf.ts';
import type { LogEntry } from '../LogEntry.ts';

/** Fields of the entry itself; any other name is a key that is looked for in `KEYED_PARTS`. */
const ENTRY_FIELDS: ReadonlySet<string> = new Set([
  'id',
  'session',
  'seq',
  'timestamp',
  'received_at',
  'level',
  'category',
  'source',
  'logger',
  'stream',
  'message',
  'context',
  'metadata',
  'error',
  'code',
  'trace',
  'action',
  'resource',
]);

/** Where a bare key is looked for: `user_id` in the context, `amount` in the metadata, `execution_time_ms` in the trace. */
export const KEYED_PARTS = ['context', 'metadata', 'trace', 'code', 'resource'] as const;

/** Fields whose values are times: compared as such, in whatever ISO 8601 form they are asked for. */
export const TIME_FIELDS: ReadonlySet<string> = new Set(['timestamp', 'received_at']);

/** Tells whether the first segment of a field's path names a field of the entry itself. */
export function isEntryField(field: string): boolean {
  const dot = field.indexOf('.');
  return ENTRY_FIELDS.has(dot < 0 ? field : field.slice(0, dot));
}

/** All values that a field of a filter has in an entry: none, one, or several where it is in an array. */
export function fieldValues(entry: LogEntry, field: string): unknown[] {
  if (field === 'category') return [categoryOf(entry)];
  const values: unknown[] = [];
  if (isEntryField(field)) {
    collect(entry, field, values);
  } else {
    for (const part of KEYED_PARTS) collect(entry[part], field, values);
  }
  return values;
}

/** Keys may contain dots themselves (`http.status`), so every way to read the path is followed. */
function collect(value: unknown, path: string, values: unknown[]): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const element of value) collect(element, path, values);
    return;
  }
  const object = value as Readonly<Record<string, unknown>>;
  if (Object.hasOwn(object, path)) addValue(object[path], values);
  for (let dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
    const key = path.slice(0, dot);
    if (Object.hasOwn(object, key)) collect(object[key], path.slice(dot + 1), values);
  }
}

function addValue(value: unknown, values: unknown[]): void {
  if (Array.isArray(value)) for (const element of value) addValue(element, values);
  else if (value !== null && value !== undefined) values.push(value);
}
