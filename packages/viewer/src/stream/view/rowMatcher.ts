import type { LogEntry, LogFilter } from '@tailrace/protocol';
import { isEntryField } from '@tailrace/protocol/filter';
import { createMatcher, platformRegex } from '@tailrace/protocol/filter';
import type { LogRows } from '../buffer/LogRows.ts';

/** Fields that are at hand without parsing an entry. */
const AT_HAND: ReadonlySet<string> = new Set(['level', 'source', 'logger', 'message']);

/** Tells whether a row passes a filter. Marks of missing entries always do: nobody knows what was in them. */
export function createRowMatcher(filter: LogFilter): (rows: LogRows, index: number) => boolean {
  const matches = createMatcher(filter, platformRegex);
  const read = isAtHand(filter) ? readColumns : (rows: LogRows, index: number) => rows.entryAt(index)!;
  const needed = neededText(filter);
  const canMatch = (rows: LogRows, index: number) =>
    needed === undefined || rows.detailsAt(index).includes(needed);
  return (rows, index) =>
    rows.kindAt(index) !== 'entry' || (canMatch(rows, index) && matches(read(rows, index)));
}

/** A text without which no details match: to look for it costs a tenth of parsing them. */
function neededText(filter: LogFilter): string | undefined {
  if (filter.kind === 'and') return filter.filters.map(neededText).find((text) => text !== undefined);
  if (filter.kind !== 'field' || filter.test.kind !== 'equals' || isEntryField(filter.field))
    return undefined;
  return JSON.stringify(filter.test.value).slice(1, -1);
}

function isAtHand(filter: LogFilter): boolean {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.filters.every(isAtHand);
    case 'not':
      return isAtHand(filter.filter);
    case 'level':
      return true;
    case 'field':
      return AT_HAND.has(filter.field);
    default:
      return false;
  }
}

function readColumns(rows: LogRows, index: number): LogEntry {
  const logger = rows.loggerAt(index);
  return {
    level: rows.levelAt(index),
    source: rows.sourceAt(index),
    message: rows.messageAt(index),
    ...(logger !== '' && { logger }),
  } as LogEntry;
}
