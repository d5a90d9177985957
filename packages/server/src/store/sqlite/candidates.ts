import { createMatcher, type LogEntry, type LogFilter } from '@tailrace/protocol';
import type Database from 'better-sqlite3';
import { linearRegex } from '../../query/linearRegex.ts';
import type { ReadEntry } from '../LogStore.ts';
import { printReaderEntry } from '../readerEntry.ts';
import { filterToSql } from './filterToSql.ts';

type Row = readonly [
  position: number,
  timestamp: number,
  session: string,
  seq: number,
  receivedAt: number,
  resource: string | null,
  line: string,
];

/** Which rows, beside the filter's, and in which order. */
export interface Selection {
  readonly where: string;
  readonly parameters: readonly (string | number)[];
  readonly orderBy: string;
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
  readonly #where: string;
  readonly #parameters: readonly (string | number)[];
  readonly #passes: (text: string) => boolean;

  constructor(epoch: string, tenant: string, filter: LogFilter) {
    const sql = filterToSql(filter);
    const matches = createMatcher(filter, linearRegex);
    this.#epoch = epoch;
    this.#tenant = tenant;
    this.#where = sql.where;
    this.#parameters = sql.parameters;
    this.#passes = sql.exact ? () => true : (text) => matches(JSON.parse(text) as LogEntry);
  }

  *in(database: Database.Database, { where, parameters, orderBy }: Selection): Generator<Candidate> {
    const rows = database
      .prepare<unknown[], Row>(
        `SELECT position, timestamp, session, seq, received_at, json, line
         FROM entries LEFT JOIN resources ON resources.id = resource_id
         WHERE tenant = ? AND ${where} AND ${this.#where} ORDER BY ${orderBy}`,
      )
      .raw()
      .iterate(this.#tenant, ...parameters, ...this.#parameters);
    for (const [position, timestamp, session, seq, receivedAt, json, line] of rows) {
      const resource = json ?? undefined;
      const text = printReaderEntry(this.#epoch, { position, session, seq, receivedAt, resource, line });
      yield { entry: { position, timestamp, text }, passes: this.#passes(text) };
    }
  }
}
