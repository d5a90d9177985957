import { LOG_LEVELS, SEVERITY_NUMBERS, type LogLevel, type LogLine } from '@tailrace/protocol';
import type Database from 'better-sqlite3';
import { removalTimesOf, type RemovalTimes } from '../../retention/RetentionPeriods.ts';
import { runsOf } from '../sequenceRuns.ts';
import { columnTerm, resourceKeysToIndex, termsToIndex, wordsToIndex } from './indexTerms.ts';
import { PositionRemover } from './removedPositions.ts';
import { firstArrival, RemovalWriter } from './removals.ts';
import { RollupRemover } from './RollupRemover.ts';
import { LINE_OBJECT, wholeLine } from './storedLine.ts';

/** Entries that one transaction removes. */
export const THIN_SLICE_ENTRIES = 500;

/** Times are bound as reals, because they may be infinite. */
const IS_TO_GO = `((category = 'audit' AND received_at < @audit) OR (category <> 'audit' AND received_at < @plain
  AND (received_at < @timed OR json_extract(${LINE_OBJECT}, '$.trace.execution_time_ms') IS NULL)))`;

/** By the key index, which has no order by time. */
const ENTRIES_OF_KIND = 'keys CROSS JOIN entries ON position = keys.rowid';
const IS_OF_KIND = 'keys MATCH @match AND tenant = @tenant AND severity = @severity';

interface Row {
  readonly position: number;
  readonly session: string;
  readonly seq: number;
  readonly timestamp: number;
  readonly severity: number;
  readonly category: string;
  readonly source: string;
  readonly resource: string | null;
  readonly line: string;
}

interface Kind {
  readonly tenant: string;
  readonly severity: number;
  /** What the key index is asked for the two. */
  readonly match: string;
  readonly audit: number;
  readonly plain: number;
  readonly timed: number;
}

/** Removes entries from a file that nobody else writes to, with all that is counted and indexed of them. */
export class DayThinner {
  readonly #database: Database.Database;
  readonly #select: Database.Statement<[Kind & { after: bigint; limit: number }], Row>;
  readonly #survivor: Database.Statement<[Kind], number>;
  readonly #removeEntry: Database.Statement;
  readonly #removeWords: Database.Statement;
  readonly #removeKeys: Database.Statement;
  readonly #rollups: RollupRemover;
  readonly #removals: RemovalWriter;
  readonly #positions: PositionRemover;

  constructor(database: Database.Database) {
    this.#database = database;
    this.#select = database.prepare(
      `SELECT position, session, seq, timestamp, severity, category, source, json AS resource, line
       FROM ${ENTRIES_OF_KIND} LEFT JOIN resources ON resources.id = resource_id
       WHERE ${IS_OF_KIND} AND keys.rowid > @after AND ${IS_TO_GO} ORDER BY keys.rowid LIMIT @limit`,
    );
    this.#survivor = database
      .prepare<[Kind], number>(
        `SELECT 1 FROM ${ENTRIES_OF_KIND} WHERE ${IS_OF_KIND} AND NOT ${IS_TO_GO} LIMIT 1`,
      )
      .pluck();
    this.#removeEntry = database.prepare('DELETE FROM entries WHERE position = ?');
    this.#removeWords = database.prepare(`INSERT INTO words (words, rowid, text) VALUES ('delete', ?, ?)`);
    this.#removeKeys = database.prepare(`INSERT INTO keys (keys, rowid, terms) VALUES ('delete', ?, ?)`);
    this.#rollups = new RollupRemover(database);
    this.#removals = new RemovalWriter(database);
    this.#positions = new PositionRemover(database);
  }

  get entries(): number {
    return this.#database.prepare<[], number>('SELECT count(*) FROM entries').pluck().get()!;
  }

  /** Tells whether nothing would be left, so that the file can go as a whole. */
  isAllToGo(before: RemovalTimes, tenant?: string): boolean {
    const tenants = this.#tenants();
    if (tenant !== undefined && tenants.some((one) => one !== tenant)) return false;
    return kindsOf(tenants, before).every((kind) => this.#survivor.get(kind) === undefined);
  }

  hasAnyToGo(before: RemovalTimes, tenant?: string): boolean {
    return this.#kinds(before, tenant).some(
      (kind) => this.#select.get({ ...kind, after: 0n, limit: 1 }) !== undefined,
    );
  }

  /** Removes a slice at each step. @returns how many it removed */
  *remove(before: RemovalTimes, tenant?: string): Generator<number> {
    for (const kind of this.#kinds(before, tenant)) {
      let after = 0;
      for (;;) {
        // Of other numbers than integers the index takes no notice, and reads all before it again.
        const rows = this.#select.all({ ...kind, after: BigInt(after), limit: THIN_SLICE_ENTRIES });
        if (rows.length > 0) yield this.#removeRows(kind, rows);
        if (rows.length < THIN_SLICE_ENTRIES) break;
        after = rows.at(-1)!.position;
      }
    }
  }

  #removeRows({ tenant, severity }: Kind, rows: readonly Row[]): number {
    this.#database.transaction(() => {
      const sessions = new Map<string, number[]>();
      for (const row of rows) {
        const { position, session, seq, timestamp, category, source, resource } = row;
        const entry = JSON.parse(wholeLine(row)) as LogLine;
        this.#removeEntry.run(position);
        // An index without content is told what it had been given.
        this.#removeWords.run(position, wordsToIndex(entry));
        this.#removeKeys.run(
          position,
          termsToIndex(tenant, entry, resourceKeysToIndex(resource ?? undefined)),
        );
        this.#positions.add(position, { tenant, severity, category, source });
        this.#rollups.count({ tenant, severity, category, source, timestamp });
        const seqs = sessions.get(session) ?? [];
        if (seqs.push(seq) === 1) sessions.set(session, seqs);
      }
      this.#rollups.flush();
      for (const [session, seqs] of sessions) {
        for (const run of runsOf(seqs)) this.#removals.add(tenant, session, run);
      }
    })();
    return rows.length;
  }

  #kinds(before: RemovalTimes, tenant: string | undefined): Kind[] {
    const first = firstArrival(this.#database) ?? Infinity;
    const kinds = kindsOf(tenant === undefined ? this.#tenants() : [tenant], before);
    // Of the others each row would be looked at, in vain.
    return kinds.filter(({ audit, plain }) => Math.max(audit, plain) > first);
  }

  #tenants(): string[] {
    return this.#database.prepare<[], string>('SELECT DISTINCT tenant FROM sessions').pluck().all();
  }
}

function kindsOf(tenants: readonly string[], before: RemovalTimes): Kind[] {
  return tenants.flatMap((tenant) =>
    LOG_LEVELS.map((level: LogLevel) => {
      return {
        tenant,
        severity: SEVERITY_NUMBERS[level],
        match: `"${columnTerm(tenant, 'level', level)}"`,
        audit: before.audit,
        ...removalTimesOf(before, level),
      };
    }),
  );
}
