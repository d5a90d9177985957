import {
  fieldValues,
  LOG_LEVELS,
  QUERY_BUDGET_MS,
  SEVERITY_NUMBERS,
  type LogCategory,
  type LogEntry,
  type LogLevel,
} from '@tailrace/protocol';
import type {
  CountQuery,
  FacetQuery,
  HistogramQuery,
  LogFacets,
  LogHistogram,
  LogSources,
  LogStats,
} from '../LogCounts.ts';
import { cellOf, type Cell } from '../tally/Cell.ts';
import { FacetsTally } from '../tally/FacetsTally.ts';
import { HistogramTally } from '../tally/HistogramTally.ts';
import { SourcesTally } from '../tally/SourcesTally.ts';
import { StatsTally } from '../tally/StatsTally.ts';
import { CandidateSource, type Selection } from './candidates.ts';
import type { DayReader, DayReaders } from './DayReaders.ts';
import { filterToSql, type SqlFilter } from './filterToSql.ts';
import { rollupFilterOf, rollupPieces, type RollupPiece } from './rollupPlan.ts';
import { ROLLUP_SPANS } from './rollups.ts';
import { KEEP_GOING, TimeIsUp, type TimeBudget } from './TimeBudget.ts';

type IsCancelled = () => boolean;

type CellRow = readonly [
  severity: number,
  category: LogCategory,
  source: string,
  count: number,
  first: number,
  last: number,
];

const LEVELS: ReadonlyMap<number, LogLevel> = new Map(
  LOG_LEVELS.map((level) => [SEVERITY_NUMBERS[level], level]),
);

/** In whatever order costs least. */
const UNORDERED = 'NULL';

/**
 * Counts entries of all days: from rollups where they know enough, else one by one. Newest days first, since a
 * partial answer is worth most when it has the newest.
 */
export class EntryCounter {
  readonly #days: DayReaders;
  readonly #budget: TimeBudget;
  readonly #spans: readonly number[];

  /**
   * @param spans of the rollups to use, largest first; none, to count entry by entry
   */
  constructor(days: DayReaders, budget: TimeBudget, spans: readonly number[] = ROLLUP_SPANS) {
    this.#days = days;
    this.#budget = budget;
    this.#spans = spans;
  }

  stats(query: CountQuery, isCancelled?: IsCancelled): LogStats {
    const tally = new StatsTally();
    const partial = this.#within(isCancelled, () => {
      for (const cell of this.#cells(query, this.#spans)) tally.add(cell);
    });
    return tally.result(partial);
  }

  sources(query: CountQuery, isCancelled?: IsCancelled): LogSources {
    const tally = new SourcesTally();
    const partial = this.#within(isCancelled, () => {
      for (const cell of this.#cells(query, this.#spans)) tally.add(cell);
    });
    return tally.result(partial);
  }

  histogram(query: HistogramQuery, isCancelled?: IsCancelled): LogHistogram {
    const tally = new HistogramTally(query);
    const spans = this.#spans.filter((span) => query.intervalMs % span === 0);
    const partial = this.#within(isCancelled, () => {
      for (const cell of this.#cells(query, spans)) {
        tally.add(cell);
        if (tally.isFull) return;
      }
    });
    return tally.result(partial);
  }

  facets({ field, limit, ...query }: FacetQuery, isCancelled?: IsCancelled): LogFacets {
    const tally = new FacetsTally(limit);
    const partial = this.#within(isCancelled, () => {
      if (field === 'level' || field === 'category' || field === 'source') {
        for (const cell of this.#cells(query, this.#spans)) tally.add(cell[field], cell.count);
      } else {
        for (const entry of this.#entriesWith(field, query)) tally.addValues(fieldValues(entry, field));
      }
    });
    return tally.result(partial);
  }

  /** @returns whether the time was up before the work was done */
  #within(isCancelled: IsCancelled | undefined, work: () => void): boolean {
    this.#budget.start(QUERY_BUDGET_MS, isCancelled);
    try {
      work();
      return false;
    } catch (error) {
      if (error instanceof TimeIsUp) return true;
      throw error;
    }
  }

  *#cells({ tenant, filter }: CountQuery, spans: readonly number[]): Generator<Cell> {
    const plan = rollupFilterOf(filter);
    const pieces = plan && rollupPieces(plan.range, spans);
    const sql = filterToSql(filter);
    for (const reader of this.#newestFirst()) {
      if (plan && pieces) yield* this.#piecesOf(reader, tenant, plan.kinds, pieces);
      else if (sql.exact) yield* this.#select(reader, ONE_BY_ONE, tenant, sql);
      else yield* this.#parsed(reader, { tenant, filter });
    }
  }

  /** In one transaction, so that an entry that is just being written is in one piece or in none. */
  *#piecesOf(
    reader: DayReader,
    tenant: string,
    kinds: SqlFilter,
    pieces: readonly RollupPiece[],
  ): Generator<Cell> {
    reader.database.exec('BEGIN');
    try {
      for (const { from, to, span } of pieces) {
        const [table, time] = span === undefined ? [ONE_BY_ONE, 'timestamp'] : [ROLLED_UP, 'start'];
        const where = [kinds.where];
        const parameters = [...kinds.parameters];
        if (span !== undefined) {
          where.push('span = ?');
          parameters.push(span);
        }
        if (from !== -Infinity) {
          where.push(`${time} >= ?`);
          parameters.push(from);
        }
        if (to !== Infinity) {
          where.push(`${time} < ?`);
          parameters.push(to);
        }
        yield* this.#select(reader, table, tenant, { where: where.join(' AND '), parameters });
      }
    } finally {
      reader.database.exec('COMMIT');
    }
  }

  *#select(
    { database }: DayReader,
    table: string,
    tenant: string,
    { where, parameters }: Pick<SqlFilter, 'where' | 'parameters'>,
  ): Generator<Cell> {
    const rows = database
      .prepare<unknown[], CellRow>(`${table} AND tenant = ? AND ${where}`)
      .raw()
      .iterate(tenant, ...parameters);
    for (const [severity, category, source, count, first, last] of rows) {
      this.#budget.check();
      yield { level: LEVELS.get(severity)!, category, source, count, first, last };
    }
  }

  *#parsed(reader: DayReader, query: CountQuery): Generator<Cell> {
    for (const entry of this.#entries(reader, query, EVERY_ROW)) yield cellOf(entry);
  }

  /** Entries that have a field, as far as the index can tell. */
  *#entriesWith(field: string, query: CountQuery): Generator<LogEntry> {
    const { where, parameters } = filterToSql({ kind: 'field', field, test: { kind: 'present' } });
    const selection = { where: `${KEEP_GOING} AND ${where}`, parameters, orderBy: UNORDERED };
    for (const reader of this.#newestFirst()) yield* this.#entries(reader, query, selection);
  }

  *#entries(
    { database }: DayReader,
    { tenant, filter }: CountQuery,
    selection: Selection,
  ): Generator<LogEntry> {
    const source = new CandidateSource(this.#days.epoch, tenant, filter);
    for (const { entry, passes } of source.in(database, selection)) {
      this.#budget.check();
      if (passes) yield JSON.parse(entry.text) as LogEntry;
    }
  }

  *#newestFirst(): Generator<DayReader> {
    for (const reader of this.#days.all().toReversed()) {
      this.#budget.check();
      yield reader;
    }
  }
}

const EVERY_ROW: Selection = { where: KEEP_GOING, parameters: [], orderBy: UNORDERED };

const ROLLED_UP = 'SELECT severity, category, source, count, first, last FROM rollups WHERE 1';
const ONE_BY_ONE = `SELECT severity, category, source, 1, timestamp, timestamp FROM entries WHERE ${KEEP_GOING}`;
