import { categoryOf, type LogEntry } from '@tailrace/protocol';
import { printing, type ExportFormat } from './ExportFormat.ts';
import { visibleCharacter } from './visibleCharacter.ts';

const COLUMNS = [
  'timestamp',
  'level',
  'category',
  'source',
  'logger',
  'stream',
  'message',
  'action',
  'context',
  'metadata',
  'error',
  'code',
  'trace',
  'resource',
  'received_at',
  'id',
] as const satisfies readonly (keyof LogEntry)[];

/** What a spreadsheet takes for a formula, also behind white space and in the wide forms of East Asian scripts. */
const FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;

/** Control characters but for tabs and ends of lines: RFC 4180 has none, and a terminal would obey them. */
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const CONTROL = /[\0-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;

/**
 * Comma-separated values (RFC 4180) with a line of names; objects are JSON. What a spreadsheet would run as a formula
 * has an apostrophe before it, and control characters are shown, not sent.
 */
export const csv: ExportFormat = printing(
  {
    contentType: 'text/csv; charset=utf-8; header=present',
    extension: 'csv',
    head: `${COLUMNS.join(',')}\r\n`,
  },
  (entry) => `${COLUMNS.map((column) => cell(valueOf(entry, column))).join(',')}\r\n`,
);

function valueOf(entry: LogEntry, column: (typeof COLUMNS)[number]): string {
  const value = column === 'category' ? categoryOf(entry) : entry[column];
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function cell(value: string): string {
  const shown = value.replace(CONTROL, visibleCharacter);
  const safe = FORMULA.test(shown) ? `'${shown}` : shown;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
