import type { LogEntry } from '@tailrace/protocol';
import { fieldValues } from '@tailrace/protocol/filter';
import { UNSEEN } from '../text/visibleText.ts';

/** Characters of a field that a column shows. */
const MAX_CHARACTERS = 200;
const EACH_UNSEEN = new RegExp(UNSEEN.source, 'gu');

/** A field of an entry on one line; `''` where it has none. */
export function fieldText(entry: LogEntry, field: string): string {
  const values = fieldValues(entry, field).map((value) =>
    typeof value === 'string' ? value : JSON.stringify(value),
  );
  return values.join(', ').slice(0, MAX_CHARACTERS).replaceAll(EACH_UNSEEN, ' ');
}
