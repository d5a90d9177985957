import { createMatcher, type LogEntry, type LogFilter } from '@tailrace/protocol';
import type Database from 'better-sqlite3';
import { linearRegex } from '../../query/linearRegex.ts';
import type { ReadEntry } from '../LogStore.ts';
import { printReaderEntry } from '../readerEntry.ts';
import { filterToSql, type PositionSpan } from './filterToSql.ts';

type Row = readonly [
  position: number,
  timestamp: number,
  session: string,
  seq: number,
  receivedAt: number,
  resource: string | null,
  line: string,
];

const SELECT_ROWS = `SELECT position, timestamp, session, seq, received_at, json, line
  FROM entries LEFT JOIN resources ON resources.id = resource_id`;

/** Which rows, beside the filter's, and in which order. */
export interface Selection {
  readonly where: string;
  readonly parameters: readonly (string | number)[];
  readonly orderBy: string;
  /** All the positions that the condition lets through, where that is known. */
  readonly span?: PositionSpan;
}

/** A row that SQL found, and whether it passes the whole filter. */
export interface Candidate {
  readonly entry: ReadEntry;
  readonly passes: boolean;
}

/** Finds what a filter passes, in one file after the other. Made once per query. */
export class CandidateSource {
  readonly #epoch: string;
  readonly #tenant: string;
  readonly #filter: LogFilter;
  readonly #passes: (text: string) => boolean;

  constructor(epoch: string, tenant: string, filter: LogFilter) {
    const sql = filterToSql(filter);
    const matches = createMatcher(filter, linearRegex);
    this.#epoch = epoch;
    this.#tenant = tenant;
    this.#filter = filter;
    this.#passes = sql.exact ? () => true : (text) => matches(JSON.parse(text) as LogEntry);
  }

  *in(database: Database.Database, selection: Selection): Generator<Candidate> {
    const { where, parameters, orderBy, span } = selection;
    const sql = filterToSql(this.#filter, span);
    const rows = database
      .prepare<unknown[], Row>(
        `${SELECT_ROWS}
         WHERE ${span ? '+tenant' : 'tenant'} = ? AND ${where} AND ${sql.where} ORDER BY ${orderBy}`,
      )
      .raw()
      .iterate(this.#tenant, ...parameters, ...sql.parameters);
    for (const row of rows) yield this.#candidate(row);
  }

  /** Reads single entries by their position. Made once per query. */
  reader(): (database: Database.Database, position: number) => Candidate | undefined {
    const statements = new Map<Database.Database, Database.Statement<[string, number], Row>>();
    return (database, position) => {
      const statement = statements.get(database) ?? prepareByPosition(database);
      statements.set(database, statement);
      const row = statement.get(this.#tenant, position);
      return row && this.#candidate(row);
    };
  }

  #candidate([position, timestamp, session, seq, receivedAt, json, line]: Row): Candidate {
    const resource = json ?? undefined;
    const text = printReaderEntry(this.#epoch, { position, session, seq, receivedAt, resource, line });
    return { entry: { position, timestamp, text }, passes: this.#passes(text) };
  }
}

function prepareByPosition(database: Database.Database): Database.Statement<[string, number], Row> {
  return database.prepare<[string, number], Row>(`${SELECT_ROWS} WHERE tenant = ? AND position = ?`).raw();
}
