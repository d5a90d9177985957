import { isLogLevel, type LogFilter } from '@tailrace/protocol/core';
import { printFilter } from '@tailrace/protocol/print';

/** Whether entries with a value are to be shown, or all others. */
export type NarrowMode = 'in' | 'out';
/** What a field can be compared with. */
export type FieldValue = string | number | boolean;

/**
 * Adds to a filter that a field has a value, or has not.
 *
 * @example
 * narrowFilter('timeout', 'source', 'api', 'out'); // 'timeout -source:api'
 */
export function narrowFilter(text: string, field: string, value: FieldValue, mode: NarrowMode): string {
  const filter: LogFilter =
    field === 'level' && isLogLevel(value)
      ? { kind: 'level', level: value }
      : { kind: 'field', field, test: { kind: 'equals', value: String(value) } };
  const shown = printFilter(filter);
  const hidden = printFilter({ kind: 'not', filter });
  const [wanted, opposite] = mode === 'in' ? [shown, hidden] : [hidden, shown];
  const before = text.trim();
  if (before === '' || before === opposite) return wanted;
  if (endsWithTerm(before, wanted)) return before;
  const kept = endsWithTerm(before, opposite) ? before.slice(0, -opposite.length).trimEnd() : before;
  // What stands beside an OR would belong to its last part only.
  return `${/\bOR\b/.test(kept) ? `(${kept})` : kept} ${wanted}`;
}

function endsWithTerm(text: string, term: string): boolean {
  return text === term || text.endsWith(` ${term}`);
}
