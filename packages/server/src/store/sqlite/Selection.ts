import type { SortOrder, TimeKey } from '../LogStore.ts';
import type { PositionSpan } from './filterToSql.ts';
import { ASK_IN_ENTRIES } from './TimeBudget.ts';

/** Which rows, beside the filter's, and in which order. */
export interface Selection {
  readonly where: string;
  readonly parameters: readonly (string | number)[];
  readonly orderBy: string;
  /** All the positions that the condition lets through, where that is known. */
  readonly span?: PositionSpan;
}

/** What lies behind a place in the order by time. */
export function selectAfter(order: SortOrder, after: TimeKey | undefined): Selection {
  const orderBy = order === 'asc' ? 'timestamp, position' : 'timestamp DESC, position DESC';
  if (!after) return { where: ASK_IN_ENTRIES, parameters: [], orderBy };
  const where = `${ASK_IN_ENTRIES} AND (timestamp, position) ${order === 'asc' ? '>' : '<'} (?, ?)`;
  return { where, parameters: [after.timestamp, after.position], orderBy };
}

/** What lies behind one place in the order by time, up to and including another. */
export function selectBetween(
  order: SortOrder,
  after: TimeKey | undefined,
  upTo: TimeKey | undefined,
): Selection {
  const behind = selectAfter(order, after);
  if (!upTo) return behind;
  return {
    ...behind,
    where: `${behind.where} AND (timestamp, position) ${order === 'asc' ? '<=' : '>='} (?, ?)`,
    parameters: [...behind.parameters, upTo.timestamp, upTo.position],
  };
}
