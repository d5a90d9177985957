import {
  LOG_LEVELS,
  SEVERITY_NUMBERS,
  type LogCategory,
  type LogEntry,
  type LogLevel,
} from '@tailrace/protocol';
import type { CountQuery } from '../LogCounts.ts';
import { cellOf, type Cell } from '../tally/Cell.ts';
import { CandidateSource } from './candidates.ts';
import type { DayReader, DayReaders } from './DayReaders.ts';
import { filterToSql, type SqlFilter } from './filterToSql.ts';
import { rollupFilterOf, rollupPieces, type RollupPiece } from './rollupPlan.ts';
import { startOfBucket } from './rollups.ts';
import { ASK_IN_ENTRIES, ASK_IN_ROLLUPS, type TimeBudget } from './TimeBudget.ts';

type CellRow = readonly [
  severity: number,
  category: LogCategory,
  source: string,
  count: number,
  first: number,
  last: number,
];

/** What cells must be told apart by; by what is not named they may be thrown together. */
export interface CellGroups {
  readonly kinds: readonly ('severity' | 'category' | 'source')[];
  /** Milliseconds, when no cell may reach over the end of a bucket of such a length. */
  readonly bucketMs?: number;
}

const LEVELS: ReadonlyMap<number, LogLevel> = new Map(
  LOG_LEVELS.map((level) => [SEVERITY_NUMBERS[level], level]),
);

const EACH_ENTRY = `SELECT severity, category, source, 1, timestamp, timestamp FROM entries WHERE ${ASK_IN_ENTRIES}`;
/** Of a column that is not grouped by, SQLite gives any row's value. */
const ROLLED_UP = `SELECT severity, category, source, sum(count), min(first), max(last) FROM rollups WHERE ${ASK_IN_ROLLUPS}`;

/** Reads what is to be counted: from rollups where they know enough, else entry by entry. */
export class CellReader {
  readonly #days: DayReaders;
  readonly #budget: TimeBudget;
  readonly #spans: readonly number[];

  /** @param spans of the rollups to use, largest first */
  constructor(days: DayReaders, budget: TimeBudget, spans: readonly number[]) {
    this.#days = days;
    this.#budget = budget;
    this.#spans = spans;
  }

  /** @throws {TimeIsUp} */
  *read({ tenant, filter }: CountQuery, groups: CellGroups): Generator<Cell> {
    const { bucketMs } = groups;
    const spans = bucketMs === undefined ? this.#spans : this.#spans.filter((span) => bucketMs % span === 0);
    const plan = rollupFilterOf(filter);
    const pieces = plan && rollupPieces(plan.range, spans);
    const sql = filterToSql(filter);
    for (const reader of this.#days.newestFirst()) {
      if (plan && pieces) yield* this.#readPieces(reader, tenant, plan.kinds, pieces, groups);
      else if (sql.exact) yield* this.#select(reader, EACH_ENTRY, tenant, sql);
      else yield* this.#parse(reader, { tenant, filter });
    }
  }

  /** In one transaction, so that an entry that is just being written is in one piece or in none. */
  *#readPieces(
    reader: DayReader,
    tenant: string,
    kinds: SqlFilter,
    pieces: readonly RollupPiece[],
    groups: CellGroups,
  ): Generator<Cell> {
    reader.database.exec('BEGIN');
    try {
      for (const piece of pieces) {
        const { span } = piece;
        if (span === undefined) {
          yield* this.#select(reader, EACH_ENTRY, tenant, within(kinds, 'timestamp', piece));
        } else {
          const { where, parameters } = within(kinds, 'start', piece);
          const grouped = `span = ${span} AND ${where} GROUP BY ${groupBy(groups)}`;
          yield* this.#select(reader, ROLLED_UP, tenant, { where: grouped, parameters });
        }
      }
    } finally {
      reader.database.exec('COMMIT');
    }
  }

  *#select(
    { database }: DayReader,
    select: string,
    tenant: string,
    { where, parameters }: Pick<SqlFilter, 'where' | 'parameters'>,
  ): Generator<Cell> {
    const rows = database
      .prepare<unknown[], CellRow>(`${select} AND tenant = ? AND ${where}`)
      .raw()
      .iterate(tenant, ...parameters);
    for (const [severity, category, source, count, first, last] of rows) {
      this.#budget.check();
      yield { level: LEVELS.get(severity)!, category, source, count, first, last };
    }
  }

  *#parse({ database }: DayReader, { tenant, filter }: CountQuery): Generator<Cell> {
    const source = new CandidateSource(this.#days.epoch, tenant, filter);
    const selection = { where: ASK_IN_ENTRIES, parameters: [], orderBy: 'NULL' };
    for (const { entry, passes } of source.in(database, selection)) {
      this.#budget.check();
      if (passes) yield cellOf(JSON.parse(entry.text) as LogEntry);
    }
  }
}

function within(
  { where, parameters }: SqlFilter,
  column: 'timestamp' | 'start',
  { from, to }: RollupPiece,
): Pick<SqlFilter, 'where' | 'parameters'> {
  const conditions = [where];
  if (from !== -Infinity) conditions.push(`${column} >= ${from}`);
  if (to !== Infinity) conditions.push(`${column} < ${to}`);
  return { where: conditions.join(' AND '), parameters };
}

/** Always by something: without groups, an empty table would have one. */
function groupBy({ kinds, bucketMs }: CellGroups): string {
  return [...(bucketMs === undefined ? [] : [startOfBucket('start', bucketMs)]), ...kinds].join(', ');
}
