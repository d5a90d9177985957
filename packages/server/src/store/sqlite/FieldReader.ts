import type { LogEntry, LogResource } from '@tailrace/protocol';
import type { CountQuery } from '../LogCounts.ts';
import { SERVER_FIELDS } from '../readerEntry.ts';
import { CandidateSource } from './candidates.ts';
import type { DayReader, DayReaders } from './DayReaders.ts';
import { filterToSql, type SqlFilter } from './filterToSql.ts';
import { wholeLine } from './storedLine.ts';
import { ASK_IN_ENTRIES, type TimeBudget } from './TimeBudget.ts';

/** What of an entry its line and its resource do not say. */
const NOT_IN_LINES: ReadonlySet<string> = new Set(SERVER_FIELDS.filter((name) => name !== 'resource'));

interface Row {
  readonly seq: number;
  readonly timestamp: number;
  readonly severity: number;
  readonly source: string;
  readonly line: string;
  readonly resource: string | null;
}

/** Reads the entries whose values of one field are to be counted. */
export class FieldReader {
  readonly #days: DayReaders;
  readonly #budget: TimeBudget;

  constructor(days: DayReaders, budget: TimeBudget) {
    this.#days = days;
    this.#budget = budget;
  }

  /**
   * Those that have the field as far as the index can tell, each with all in which the field can lie.
   *
   * @throws {TimeIsUp}
   */
  *read(field: string, query: CountQuery): Generator<LogEntry> {
    const present = filterToSql({ kind: 'field', field, test: { kind: 'present' } });
    const sql = filterToSql(query.filter);
    const needsLinesOnly = sql.exact && !NOT_IN_LINES.has(field);
    for (const reader of this.#days.newestFirst()) {
      if (needsLinesOnly) yield* this.#parseLines(reader, query.tenant, [present, sql]);
      else yield* this.#parseCandidates(reader, query, present);
    }
  }

  /** Does without printing what readers get, which costs as much as parsing it. */
  *#parseLines({ database }: DayReader, tenant: string, filters: readonly SqlFilter[]): Generator<LogEntry> {
    const resources = new Map<string, LogResource>();
    const where = [ASK_IN_ENTRIES, 'tenant = ?', ...filters.map((filter) => filter.where)].join(' AND ');
    const rows = database
      .prepare<unknown[], Row>(
        `SELECT seq, timestamp, severity, source, line, json AS resource FROM entries LEFT JOIN resources ON resources.id = resource_id WHERE ${where}`,
      )
      .iterate(tenant, ...filters.flatMap(({ parameters }) => parameters));
    for (const { resource, ...row } of rows) {
      this.#budget.check();
      const entry = JSON.parse(wholeLine(row)) as LogEntry;
      yield resource === null ? entry : { ...entry, resource: parsedOnce(resource, resources) };
    }
  }

  *#parseCandidates(
    { database }: DayReader,
    { tenant, filter }: CountQuery,
    { where, parameters }: SqlFilter,
  ): Generator<LogEntry> {
    const source = new CandidateSource(this.#days.epoch, tenant, filter);
    const selection = { where: `${ASK_IN_ENTRIES} AND ${where}`, parameters, orderBy: 'NULL' };
    for (const { entry, passes } of source.in(database, selection)) {
      this.#budget.check();
      if (passes) yield JSON.parse(entry.text) as LogEntry;
    }
  }
}

function parsedOnce(json: string, known: Map<string, LogResource>): LogResource {
  let resource = known.get(json);
  if (!resource) {
    resource = JSON.parse(json) as LogResource;
    known.set(json, resource);
  }
  return resource;
}
