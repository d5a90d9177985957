import { createMatcher, type LogEntry, type LogFilter } from '@tailrace/protocol';
import type Database from 'better-sqlite3';
import { linearRegex } from '../../query/linearRegex.ts';
import type { ReadEntry, SortOrder, TimeKey } from '../LogStore.ts';
import { printReaderEntry } from '../readerEntry.ts';
import { anchorsOf, newestPosition, rarestAnchor, type Anchor } from './anchors.ts';
import { arrivalWalk } from './arrivalWalk.ts';
import { filterToSql, type SqlFilter } from './filterToSql.ts';
import { selectAfter, selectBetween, type Selection } from './Selection.ts';
import { wholeLine } from './storedLine.ts';
import { StretchOutlook, type PositionRange } from './StretchOutlook.ts';
import { STRETCH_POSITIONS } from './stretches.ts';
import { StretchTimes } from './StretchTimes.ts';
import { timeRangeOf, type TimeRange } from './timeRange.ts';

/** Entries that are looked at one by one, before an index is asked for the beginning of a word. */
const SAMPLED_ENTRIES = 128;
/** With so many of them passing, looking at each entry finds a page sooner than the index could gather its words. */
const COMMON_ENTRIES = SAMPLED_ENTRIES / 4;

interface Row extends TimeKey {
  readonly session: string;
  readonly seq: number;
  readonly receivedAt: number;
  readonly severity: number;
  readonly source: string;
  readonly resource: string | null;
  readonly line: string;
}

const COLUMNS =
  'position, timestamp, session, seq, received_at AS receivedAt, severity, source, resources.json AS resource, line';
const RESOURCES = 'LEFT JOIN resources ON resources.id = resource_id';

/** Of so many one passes, and looking at each finds a page sooner than waiting for what senders mix. */
const DENSE_SHARE = 1 / 16;
/** Entries that are looked at then, before an index is asked after all: a share is only that of the newest. */
const SCANNED_ENTRIES = 2048;

/** Ranges that an index is asked for beside each other; of beginnings it gathers all for each. */
const MAX_QUESTIONS = 32;

/** What an index is asked for, what else must be true of it, and the last position that is looked at. */
interface Found extends Anchor, Selection {
  readonly newest: number;
}

/** Of which nothing is known. */
const EACH: SqlFilter = { where: '1', parameters: [], exact: false };

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
  readonly #sql: SqlFilter;
  /** Of what an index has found already. */
  readonly #rest: SqlFilter;
  readonly #anchors: readonly Anchor[];
  readonly #range: TimeRange;
  readonly #matches: (entry: LogEntry) => boolean;
  /** As the first file shows: a sample of each would cost more than most answers. */
  #hasCommonPrefix: boolean | undefined;

  constructor(epoch: string, tenant: string, filter: LogFilter) {
    this.#epoch = epoch;
    this.#tenant = tenant;
    this.#filter = filter;
    this.#sql = filterToSql(filter);
    this.#rest = filterToSql(filter, 'none');
    this.#anchors = anchorsOf(filter, tenant);
    this.#range = timeRangeOf(filter);
    this.#matches = createMatcher(filter, linearRegex);
  }

  in(database: Database.Database, selection: Selection): Generator<Candidate> {
    const sql = selection.span ? filterToSql(this.#filter, selection.span) : this.#sql;
    return this.#select(database, sql, selection);
  }

  /** Reads single entries by their position. Made once per query. */
  reader(): (database: Database.Database, position: number) => Candidate | undefined {
    const statements = new Map<Database.Database, Database.Statement<[string, number], Row>>();
    return (database, position) => {
      const statement = statements.get(database) ?? prepareByPosition(database);
      statements.set(database, statement);
      const row = statement.get(this.#tenant, position);
      return row && this.#candidate(row, this.#sql);
    };
  }

  *inTimeOrder(
    database: Database.Database,
    order: SortOrder,
    asked: TimeKey | undefined,
  ): Generator<Candidate> {
    const after = this.#beginOf(order, asked);
    const anchor = rarestAnchor(database, this.#anchors);
    if (!anchor) return yield* this.in(database, selectAfter(order, after));
    if (anchor.share === undefined) {
      this.#hasCommonPrefix ??= this.#isCommon(database, order, after);
      if (this.#hasCommonPrefix) return yield* this.#select(database, this.#rest, selectAfter(order, after));
    }
    if (this.#rest.exact && anchor.share !== undefined && anchor.share >= DENSE_SHARE) {
      const end = this.#keyBehind(database, order, after, SCANNED_ENTRIES);
      yield* this.#select(database, this.#rest, selectBetween(order, after, end));
      if (!end) return;
      return yield* this.#byIndex(database, anchor, order, end);
    }
    yield* this.#byIndex(database, anchor, order, after);
  }

  /** Where an index has what is looked for. */
  *#byIndex(
    database: Database.Database,
    anchor: Anchor,
    order: SortOrder,
    after: TimeKey | undefined,
  ): Generator<Candidate> {
    // What arrives from here on is left out: what is known of the stretches may be older than it.
    const newest = newestPosition(database);
    const found = { ...anchor, ...selectAfter(order, after), newest };
    const times = StretchTimes.of(database);
    const findAhead = this.#findAhead(database, found, times.start * STRETCH_POSITIONS);
    const maxQuestions = anchor.hasPrefix ? 1 : MAX_QUESTIONS;
    const range = this.#rangeAfter(order, after);
    const outlook = new StretchOutlook(times, { order, range, maxQuestions }, findAhead);
    const { ranges } = outlook;
    if (ranges.length === 0) return;
    const walk = arrivalWalk(inEach(ranges, this.#find(database, found, order)), order, outlook);
    const byPosition = prepareByPosition(database);
    let last = after;
    let step = walk.next();
    try {
      for (; !step.done; step = walk.next()) {
        last = step.value;
        const row = byPosition.get(this.#tenant, last.position);
        if (row) yield this.#candidate(row, this.#rest);
      }
    } finally {
      walk.return(false);
    }
    if (!step.value) yield* this.in(database, selectAfter(order, last));
  }

  *#select(
    database: Database.Database,
    filter: SqlFilter,
    { where, parameters, orderBy, span }: Selection,
  ): Generator<Candidate> {
    const rows = database
      .prepare<unknown[], Row>(
        `SELECT ${COLUMNS} FROM entries ${RESOURCES}
         WHERE ${span ? '+tenant' : 'tenant'} = ? AND ${where} AND ${filter.where} ORDER BY ${orderBy}`,
      )
      .iterate(this.#tenant, ...parameters, ...filter.parameters);
    for (const row of rows) yield this.#candidate(row, filter);
  }

  /**
   * Where what an index finds stands, in the order of arrival: nearly the order by time. Senders that send at once
   * let thousands wait for each other, most of which are not asked for in the end: so the entries come later.
   */
  #find(
    database: Database.Database,
    { index, match, where, parameters, newest }: Found,
    order: SortOrder,
  ): (range: PositionRange) => IterableIterator<TimeKey> {
    const statement = database.prepare<unknown[], TimeKey>(
      `SELECT position, timestamp FROM ${index} CROSS JOIN entries ON position = ${index}.rowid
       WHERE ${index} MATCH ? AND ${index}.rowid >= ? AND ${index}.rowid <= ?
         AND tenant = ? AND ${where} AND ${this.#rest.where} ORDER BY ${index}.rowid ${order}`,
    );
    return ({ low, high }) =>
      statement.iterate(
        match,
        // Of other numbers than integers the index takes no notice, and reads all before the range.
        BigInt(low),
        BigInt(Math.min(high, newest)),
        this.#tenant,
        ...parameters,
        ...this.#rest.parameters,
      );
  }

  /** Reads a range while a walk goes on, from the end of the index that is nearer. */
  #findAhead(database: Database.Database, found: Found, oldest: number): (range: PositionRange) => TimeKey[] {
    const finds: Partial<Record<SortOrder, (range: PositionRange) => IterableIterator<TimeKey>>> = {};
    return (range) => {
      const order = range.low - oldest < found.newest - range.low ? 'asc' : 'desc';
      return [...(finds[order] ??= this.#find(database, found, order))(range)];
    };
  }

  /** The later of a place and of where the times that are asked for begin. */
  #beginOf(order: SortOrder, after: TimeKey | undefined): TimeKey | undefined {
    const { from, to } = this.#range;
    if (order === 'desc')
      return to === Infinity || (after && after.timestamp < to) ? after : { timestamp: to, position: 0 };
    return from === -Infinity || (after && after.timestamp >= from)
      ? after
      : { timestamp: from - 1, position: Number.MAX_SAFE_INTEGER };
  }

  #rangeAfter(order: SortOrder, after: TimeKey | undefined): TimeRange {
    const { from, to } = this.#range;
    if (!after) return this.#range;
    return order === 'desc'
      ? { from, to: Math.min(to, after.timestamp + 1) }
      : { from: Math.max(from, after.timestamp), to };
  }

  #isCommon(database: Database.Database, order: SortOrder, after: TimeKey | undefined): boolean {
    const { where, parameters, orderBy } = selectAfter(order, after);
    const limited = { where, parameters, orderBy: `${orderBy} LIMIT ${SAMPLED_ENTRIES}` };
    let common = 0;
    for (const { passes } of this.#select(database, EACH, limited)) if (passes) common += 1;
    return common >= COMMON_ENTRIES;
  }

  /** The last of so many entries behind a place; none, where there are not as many. */
  #keyBehind(
    database: Database.Database,
    order: SortOrder,
    after: TimeKey | undefined,
    entries: number,
  ): TimeKey | undefined {
    const { where, parameters, orderBy } = selectAfter(order, after);
    return database
      .prepare<unknown[], TimeKey>(
        `SELECT timestamp, position FROM entries WHERE tenant = ? AND ${where}
         ORDER BY ${orderBy} LIMIT 1 OFFSET ${entries - 1}`,
      )
      .get(this.#tenant, ...parameters);
  }

  #candidate(row: Row, { exact }: SqlFilter): Candidate {
    const { position, timestamp, session, seq, receivedAt } = row;
    const resource = row.resource ?? undefined;
    const line = wholeLine(row);
    const text = printReaderEntry(this.#epoch, { position, session, seq, receivedAt, resource, line });
    const passes = exact || this.#matches(JSON.parse(text) as LogEntry);
    return { entry: { position, timestamp, text }, passes };
  }
}

function prepareByPosition(database: Database.Database): Database.Statement<[string, number], Row> {
  return database.prepare<[string, number], Row>(
    `SELECT ${COLUMNS} FROM entries ${RESOURCES} WHERE tenant = ? AND position = ?`,
  );
}

function* inEach(
  ranges: readonly PositionRange[],
  find: (range: PositionRange) => Iterable<TimeKey>,
): Generator<TimeKey> {
  for (const range of ranges) yield* find(range);
}
