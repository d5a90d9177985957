import type Database from 'better-sqlite3';
import type { Located, LocateRequest, TimeKey } from '../LogStore.ts';
import { CandidateSource, type Candidate, type Selection } from './candidates.ts';
import type { DayReader } from './DayReaders.ts';
import { filterToSql, type SqlFilter } from './filterToSql.ts';
import { mergeDays, type DayCandidates } from './mergeDays.ts';

/** Counts what matches in all days, and finds the place behind the first `offset` of it. */
export function locateEntries(
  days: readonly DayReader[],
  request: LocateRequest,
  shouldStop: () => boolean,
): Located {
  const sql = filterToSql(request.filter);
  const { total, partial } = sql.exact
    ? countBySql(days, request.tenant, sql, shouldStop)
    : countByMatcher(days, request, shouldStop);
  if (partial || request.offset === 0 || request.offset >= total) return { total, after: undefined, partial };
  const after = placeOf(days, request, sql, shouldStop);
  return { total, after, partial: after === undefined };
}

interface Count {
  readonly total: number;
  readonly partial: boolean;
}

function countBySql(
  days: readonly DayReader[],
  tenant: string,
  { where, parameters }: SqlFilter,
  shouldStop: () => boolean,
): Count {
  let total = 0;
  for (const { database } of days) {
    total += database
      .prepare<unknown[], number>(`SELECT count(*) FROM entries WHERE tenant = ? AND ${where}`)
      .pluck()
      .get(tenant, ...parameters)!;
    if (shouldStop()) return { total, partial: true };
  }
  return { total, partial: false };
}

function countByMatcher(
  days: readonly DayReader[],
  { tenant, filter }: LocateRequest,
  shouldStop: () => boolean,
): Count {
  const source = new CandidateSource('', tenant, filter);
  let total = 0;
  for (const { database } of days) {
    for (const { passes } of source.in(database, { where: '1', parameters: [], orderBy: 'position' })) {
      if (passes) total += 1;
      if (shouldStop()) return { total, partial: true };
    }
  }
  return { total, partial: false };
}

function placeOf(
  days: readonly DayReader[],
  { tenant, filter, order, offset }: LocateRequest,
  sql: SqlFilter,
  shouldStop: () => boolean,
): TimeKey | undefined {
  const source: DayCandidates = sql.exact ? keysOf(tenant, sql) : new CandidateSource('', tenant, filter);
  let skipped = 0;
  for (const { entry, passes } of mergeDays(source, days, tenant, order, undefined)) {
    if (passes) skipped += 1;
    if (skipped === offset) return { timestamp: entry.timestamp, position: entry.position };
    if (shouldStop()) return undefined;
  }
  return undefined;
}

/** Candidates without their text: what SQL answers alone need not be read, let alone parsed. */
function keysOf(tenant: string, sql: SqlFilter): DayCandidates {
  return {
    *in(database: Database.Database, { where, parameters, orderBy }: Selection): Generator<Candidate> {
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
