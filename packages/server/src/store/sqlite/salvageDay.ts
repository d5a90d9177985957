import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DroppedRange, LogLine } from '@tailrace/protocol';
import Database from 'better-sqlite3';
import { DayWriter } from './DayWriter.ts';
import { dayPath } from './folder.ts';
import { rowsOf } from './rows.ts';
import { wholeLine } from './storedLine.ts';

/** Positions that are read at a time, and halved when they cannot be. */
const STRETCH = 1024;
/** What is known of entries that were removed. */
const REMOVAL_TABLES = ['removals', 'removed_kinds', 'removed_positions'] as const;

/** What was saved of a damaged day. */
export interface SalvagedDay {
  readonly day: string;
  readonly problem: string;
  /** Where the damaged file lies now. */
  readonly damaged: string;
  readonly kept: number;
  /**
   * Positions without a readable entry, apart from those that were removed before; absent, when nobody can say where
   * the file ended, or what was removed.
   */
  readonly lost: number | undefined;
}

interface Row {
  readonly position: number;
  readonly tenant: string;
  readonly session: string;
  readonly seq: number;
  readonly timestamp: number;
  readonly severity: number;
  readonly source: string;
  readonly received_at: number;
  readonly resource_id: number | null;
  readonly line: string;
}

interface SessionRow {
  readonly tenant: string;
  readonly session: string;
  readonly emitted: number;
  readonly dropped: string;
}

/** Puts a damaged file aside, and in its place a new one with what can be read of it, as soon as that is whole. */
export function salvageDay(folder: string, day: string, problem: string): SalvagedDay {
  const workshop = join(folder, 'salvage');
  rmSync(workshop, { recursive: true, force: true });
  mkdirSync(workshop, { mode: 0o700 });
  const source = new Database(dayPath(folder, day));
  const target = new DayWriter(workshop, day);
  let counts: { readonly kept: number; readonly lost: number | undefined };
  try {
    counts = new DaySalvage(source, target).run();
  } finally {
    target.close();
    source.close();
  }
  const damaged = asideOf(folder, day);
  for (const suffix of ['-wal', '-shm', '']) {
    if (existsSync(dayPath(folder, day) + suffix))
      renameSync(dayPath(folder, day) + suffix, damaged + suffix);
  }
  renameSync(dayPath(workshop, day), dayPath(folder, day));
  rmSync(workshop, { recursive: true });
  return { day, problem, damaged, ...counts };
}

function asideOf(folder: string, day: string): string {
  for (let copy = 1; ; copy += 1) {
    const path = join(folder, `damaged-${day}${copy > 1 ? `-${copy}` : ''}.db`);
    if (!existsSync(path)) return path;
  }
}

class DaySalvage {
  readonly #source: Database.Database;
  readonly #target: DayWriter;
  readonly #resources = new Map<number, string | undefined>();
  #kept = 0;

  constructor(source: Database.Database, target: DayWriter) {
    this.#source = source;
    this.#target = target;
  }

  run(): { readonly kept: number; readonly lost: number | undefined } {
    const sessions = this.#try(
      () => this.#source.prepare<[], SessionRow>('SELECT * FROM sessions').all(),
      [],
    );
    this.#target.database.transaction(() => {
      for (const { dropped, ...session } of sessions) {
        const ranges = JSON.parse(dropped) as DroppedRange[];
        this.#target.saveSession({
          ...session,
          dropped: ranges,
          receivedAt: 0,
          resource: undefined,
          rows: [],
        });
      }
    })();
    const unread = REMOVAL_TABLES.filter((table) => !this.#copyTable(table));
    const first = this.#edge('min');
    const last = this.#edge('max');
    if (first === undefined || last === undefined) return { kept: 0, lost: undefined };
    for (let from = first; from <= last; from += STRETCH)
      this.#copy(from, Math.min(from + STRETCH - 1, last));
    if (unread.includes('removed_positions')) return { kept: this.#kept, lost: undefined };
    return { kept: this.#kept, lost: last - first + 1 - this.#kept - this.#removedBetween(first, last) };
  }

  /** What sessions and streams are told of what was removed. @returns false when it cannot be read */
  #copyTable(table: (typeof REMOVAL_TABLES)[number]): boolean {
    const { database } = this.#target;
    const copy = database.transaction(() => {
      const schema = this.#source
        .prepare<[string], string>('SELECT sql FROM sqlite_schema WHERE name = ?')
        .pluck()
        .get(table);
      // Made by the first removal.
      if (schema === undefined) return true;
      database.exec(schema.replace(/^CREATE TABLE (?!IF)/, 'CREATE TABLE IF NOT EXISTS '));
      const rows = this.#source.prepare<[], unknown[]>(`SELECT * FROM ${table}`).raw();
      for (const row of rows.iterate()) {
        database.prepare(`INSERT INTO ${table} VALUES (${row.map(() => '?').join(', ')})`).run(...row);
      }
      return true;
    });
    return this.#try(copy, false);
  }

  #removedBetween(first: number, last: number): number {
    const { database } = this.#target;
    if (
      database.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'removed_positions'`).get() === undefined
    ) {
      return 0;
    }
    return database
      .prepare<[number, number], number>(
        'SELECT count(*) FROM removed_positions WHERE position BETWEEN ? AND ?',
      )
      .pluck()
      .get(first, last)!;
  }

  /** By the table, or by an index, whichever can be read. */
  #edge(which: 'min' | 'max'): number | undefined {
    const read = (from: string) =>
      this.#try(
        () =>
          this.#source.prepare<[], number | null>(`SELECT ${which}(position) FROM ${from}`).pluck().get() ??
          undefined,
        undefined,
      );
    return read('entries') ?? read('entries INDEXED BY entries_by_time WHERE tenant >= char(0)');
  }

  #copy(from: number, to: number): void {
    const rows = this.#try(
      () =>
        this.#source
          .prepare<[number, number], Row>(
            `SELECT position, tenant, session, seq, timestamp, severity, source, received_at, resource_id, line
             FROM entries WHERE position BETWEEN ? AND ?`,
          )
          .all(from, to),
      undefined,
    );
    if (rows) {
      this.#target.database.transaction(() => {
        for (const row of rows) if (this.#insert(row)) this.#kept += 1;
        this.#target.flushCounts();
      })();
    } else if (from < to) {
      const middle = Math.floor((from + to) / 2);
      this.#copy(from, middle);
      this.#copy(middle + 1, to);
    }
  }

  #insert(row: Row): boolean {
    const { position, tenant, session, received_at: receivedAt, resource_id } = row;
    const read = this.#try(() => {
      const line = wholeLine(row);
      return { line, entry: JSON.parse(line) as LogLine };
    }, undefined);
    if (!read) return false;
    const resource = this.#resourceOf(resource_id);
    const emitted = read.entry.seq;
    const segment = rowsOf({
      tenant,
      session,
      receivedAt,
      emitted,
      dropped: [],
      resource,
      entries: [read],
    });
    this.#target.saveSession(segment);
    return this.#target.insert(position, segment, this.#target.resourceId(resource), segment.rows[0]!);
  }

  #resourceOf(id: number | null): string | undefined {
    if (id === null) return undefined;
    if (!this.#resources.has(id)) {
      const read = this.#source.prepare<[number], string>('SELECT json FROM resources WHERE id = ?').pluck();
      this.#resources.set(
        id,
        this.#try(() => read.get(id), undefined),
      );
    }
    return this.#resources.get(id);
  }

  /** What cannot be read is what a salvage leaves behind. */
  #try<T>(read: () => T, otherwise: T): T {
    try {
      return read();
    } catch {
      // The caller counts it as lost.
      return otherwise;
    }
  }
}
