import type { LogFilter } from '@tailrace/protocol';
import type Database from 'better-sqlite3';
import type { RemovedMatches, ReplayRequest } from '../LogStore.ts';
import type { DayReaders } from './DayReaders.ts';
import { filterToSql, type SqlFilter } from './filterToSql.ts';
import { rollupFilterOf } from './rollupPlan.ts';
import { ROLLUP_SPANS } from './rollups.ts';

/**
 * Where removed entries of a file stood, and of which kind they were: a stream that comes back is told what it has
 * missed. About 10 bytes each. A file of an older program gets the tables when something is removed from it.
 */
const THINNED_SCHEMA = `
  CREATE TABLE IF NOT EXISTS removed_kinds (
    id INTEGER PRIMARY KEY, tenant TEXT NOT NULL, severity INTEGER NOT NULL, category TEXT NOT NULL,
    source TEXT NOT NULL, UNIQUE (tenant, severity, category, source)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS removed_positions (position INTEGER PRIMARY KEY, kind INTEGER NOT NULL) STRICT;
`;

/** Of files that are gone only the counts are known. */
const RETIRED_COUNTS_SCHEMA = `
  CREATE TABLE IF NOT EXISTS removed_days (
    day TEXT NOT NULL, first_position INTEGER NOT NULL, last_position INTEGER NOT NULL, tenant TEXT NOT NULL,
    severity INTEGER NOT NULL, category TEXT NOT NULL, source TEXT NOT NULL, count INTEGER NOT NULL
  ) STRICT;
`;

/** What rollups tell entries apart by. */
export interface EntryKind {
  readonly tenant: string;
  readonly severity: number;
  readonly category: string;
  readonly source: string;
}

export type KindCount = EntryKind & { readonly count: number };

/** Notes where removed entries stood. To be used within the transaction that removes them. */
export class PositionRemover {
  readonly #addKind: Database.Statement;
  readonly #kindOf: Database.Statement<[EntryKind], number>;
  readonly #add: Database.Statement;

  constructor(database: Database.Database) {
    database.exec(THINNED_SCHEMA);
    this.#addKind = database.prepare(
      `INSERT INTO removed_kinds (tenant, severity, category, source)
       VALUES (@tenant, @severity, @category, @source) ON CONFLICT DO NOTHING`,
    );
    this.#kindOf = database
      .prepare<[EntryKind], number>(
        `SELECT id FROM removed_kinds WHERE tenant = @tenant AND severity = @severity
         AND category = @category AND source = @source`,
      )
      .pluck();
    this.#add = database.prepare('INSERT OR IGNORE INTO removed_positions VALUES (?, ?)');
  }

  add(position: number, kind: EntryKind): void {
    let id = this.#kindOf.get(kind);
    if (id === undefined) {
      this.#addKind.run(kind);
      id = this.#kindOf.get(kind)!;
    }
    this.#add.run(position, id);
  }
}

/** All that a file ever held, by kind: what rollups count, and what was removed before. */
export function kindsEverIn(database: Database.Database): KindCount[] {
  const kinds = database
    .prepare<[number], KindCount>(
      `SELECT tenant, severity, category, source, sum(count) AS count FROM rollups WHERE span = ?
       GROUP BY tenant, severity, category, source`,
    )
    .all(ROLLUP_SPANS[0]);
  if (!hasTable(database, 'removed_positions')) return kinds;
  const removed = database.prepare<[], KindCount>(
    `SELECT tenant, severity, category, source, count(*) AS count
     FROM removed_positions JOIN removed_kinds ON removed_kinds.id = kind GROUP BY kind`,
  );
  return [...kinds, ...removed.all()];
}

/** Keeps the counts of a file that is about to go. To be called before its day is taken from the list. */
export function saveKinds(meta: Database.Database, day: string, kinds: readonly KindCount[]): void {
  meta.exec(RETIRED_COUNTS_SCHEMA);
  const known = meta.prepare('SELECT 1 FROM removed_days WHERE day = ? LIMIT 1').get(day);
  const span = meta
    .prepare<[string], { first: number; last: number }>(
      `SELECT first_position AS first,
         (SELECT min(first_position) - 1 FROM days AS next WHERE next.day > days.day) AS last
       FROM days WHERE day = ?`,
    )
    .get(day);
  // A removal that was broken off begins again.
  if (known || !span) return;
  const add = meta.prepare('INSERT INTO removed_days VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  for (const { tenant, severity, category, source, count } of kinds) {
    add.run(day, span.first, span.last, tenant, severity, category, source, count);
  }
}

/** Counts what was removed of what matches, as far as rollups know what matched. */
export function removedAfter(
  days: DayReaders,
  { tenant, filter, after, upTo }: ReplayRequest,
): RemovedMatches {
  const { where, parameters, exact } = kindsToSql(filter);
  let count = 0;
  let first = Infinity;
  let isExact = exact;
  const { meta } = days;
  if (hasTable(meta, 'removed_days')) {
    const gone = meta
      .prepare<unknown[], { first: number; count: number }>(
        `SELECT first_position AS first, sum(count) AS count FROM removed_days
         WHERE tenant = ? AND last_position > ? AND first_position <= ? AND ${where} GROUP BY day`,
      )
      .all(tenant, after, upTo, ...parameters);
    for (const day of gone) {
      count += day.count;
      first = Math.min(first, Math.max(day.first, after + 1));
      // Within a day that is gone, nobody knows which stood behind the place.
      if (day.first <= after) isExact = false;
    }
  }
  for (const { database } of days.all()) {
    if (!hasTable(database, 'removed_positions')) continue;
    const thinned = database
      .prepare<unknown[], { first: number | null; count: number }>(
        `SELECT min(position) AS first, count(*) AS count
         FROM removed_positions JOIN removed_kinds ON removed_kinds.id = kind
         WHERE tenant = ? AND position > ? AND position <= ? AND ${where}`,
      )
      .get(tenant, after, upTo, ...parameters)!;
    count += thinned.count;
    first = Math.min(first, thinned.first ?? Infinity);
  }
  return { count, isExact, first: count > 0 ? first : 0 };
}

/** What a filter asks of kinds; exact when it asks for nothing else. */
function kindsToSql(filter: LogFilter): SqlFilter {
  const parts = filter.kind === 'and' ? filter.filters : [filter];
  const known = parts.filter((part) => {
    const asked = rollupFilterOf(part);
    return asked !== undefined && asked.range.from === -Infinity && asked.range.to === Infinity;
  });
  const sql = filterToSql({ kind: 'and', filters: known });
  return { ...sql, exact: known.length === parts.length };
}

function hasTable(database: Database.Database, name: string): boolean {
  return (
    database.prepare(`SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?`).get(name) !== undefined
  );
}
