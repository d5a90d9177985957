import type { Located, LocateRequest, TimeKey } from '../LogStore.ts';
import { CandidateSource, type Candidate } from './candidates.ts';
import { CellReader } from './CellReader.ts';
import type { DayReader, DayReaders } from './DayReaders.ts';
import { filterToSql, type SqlFilter } from './filterToSql.ts';
import { mergeDays, type DayCandidates } from './mergeDays.ts';
import { rollupFilterOf } from './rollupPlan.ts';
import { ROLLUP_SPANS } from './rollups.ts';
import { selectAfter } from './Selection.ts';
import { ASK_IN_ENTRIES, TimeIsUp, type TimeBudget } from './TimeBudget.ts';

/** Counts what matches in all days, and finds the place behind the first `offset` of it. */
export function locateEntries(days: DayReaders, request: LocateRequest, budget: TimeBudget): Located {
  const sql = filterToSql(request.filter);
  if (!sql.exact) return locateByMatcher(days.all(), request, budget);
  const { total, partial } = rollupFilterOf(request.filter)
    ? countByRollups(days, request, budget)
    : countBySql(days.all(), request.tenant, sql, budget);
  if (partial || request.offset === 0 || request.offset >= total) return { total, after: undefined, partial };
  const after = placeBySql(days.all(), request, sql, budget);
  return { total, after, partial: after === undefined };
}

function countByRollups(
  days: DayReaders,
  { tenant, filter }: LocateRequest,
  budget: TimeBudget,
): Omit<Located, 'after'> {
  let total = 0;
  const isPartial = endsEarly(() => {
    const cells = new CellReader(days, budget, ROLLUP_SPANS).read(
      { tenant, filter },
      { kinds: ['severity'] },
    );
    for (const { count } of cells) total += count;
  });
  return { total, partial: isPartial };
}

function countBySql(
  days: readonly DayReader[],
  tenant: string,
  { where, parameters }: SqlFilter,
  budget: TimeBudget,
): Omit<Located, 'after'> {
  let total = 0;
  const isPartial = endsEarly(() => {
    for (const { database } of days) {
      budget.check();
      total += database
        .prepare<unknown[], number>(
          `SELECT count(*) FROM entries WHERE ${ASK_IN_ENTRIES} AND tenant = ? AND ${where}`,
        )
        .pluck()
        .get(tenant, ...parameters)!;
    }
  });
  return { total, partial: isPartial };
}

function placeBySql(
  days: readonly DayReader[],
  { tenant, order, offset }: LocateRequest,
  sql: SqlFilter,
  budget: TimeBudget,
): TimeKey | undefined {
  let skipped = 0;
  let place: TimeKey | undefined;
  endsEarly(() => {
    for (const { entry } of mergeDays(keysOf(tenant, sql), days, tenant, order, undefined)) {
      budget.check();
      skipped += 1;
      if (skipped < offset) continue;
      place = keyOf(entry);
      return;
    }
  });
  return place;
}

/** Each candidate must be looked at, so that one pass does both. */
function locateByMatcher(
  days: readonly DayReader[],
  { tenant, filter, order, offset }: LocateRequest,
  budget: TimeBudget,
): Located {
  const source = new CandidateSource('', tenant, filter);
  let total = 0;
  let last: TimeKey | undefined;
  const isPartial = endsEarly(() => {
    for (const { entry, passes } of mergeDays(source, days, tenant, order, undefined)) {
      budget.check();
      if (passes) total += 1;
      if (passes && total === offset) last = keyOf(entry);
    }
  });
  return { total, after: total > offset ? last : undefined, partial: isPartial };
}

/** Whether a read came to its end only because its time was up. */
function endsEarly(read: () => void): boolean {
  try {
    read();
    return false;
  } catch (error) {
    if (error instanceof TimeIsUp) return true;
    throw error;
  }
}

function keyOf({ timestamp, position }: TimeKey): TimeKey {
  return { timestamp, position };
}

/** Candidates without their text: what SQL answers alone need not be read, let alone parsed. */
function keysOf(tenant: string, sql: SqlFilter): DayCandidates {
  return {
    *inTimeOrder(database, order, after): Generator<Candidate> {
      const { where, parameters, orderBy } = selectAfter(order, after);
      const rows = database
        .prepare<unknown[], readonly [timestamp: number, position: number]>(
          `SELECT timestamp, position FROM entries
           WHERE tenant = ? AND ${sql.where} AND ${where} ORDER BY ${orderBy}`,
        )
        .raw()
        .iterate(tenant, ...sql.parameters, ...parameters);
      for (const [timestamp, position] of rows)
        yield { entry: { timestamp, position, text: '' }, passes: true };
    },
  };
}
