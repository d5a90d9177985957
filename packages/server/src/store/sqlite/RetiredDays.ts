import type { DroppedRange } from '@tailrace/protocol';
import type Database from 'better-sqlite3';
import { DAY_MS } from '../../retention/RetentionPeriods.ts';
import { mergeRanges } from '../droppedRanges.ts';
import { saveKinds, type KindCount } from './removedPositions.ts';
import { joinRuns, type SequenceRun } from '../sequenceRuns.ts';

/** Days after which nothing is remembered of a session whose entries are all removed. */
const REMEMBERED_DAYS = 30;

/** What is left of sessions whose days were removed, and files that are about to be removed. */
export const RETIRED_SCHEMA = `
  CREATE TABLE IF NOT EXISTS retired_days (day TEXT PRIMARY KEY) STRICT;
  CREATE TABLE IF NOT EXISTS removed_sessions (
    tenant TEXT NOT NULL, session TEXT NOT NULL, removed_at INTEGER NOT NULL,
    emitted INTEGER NOT NULL, dropped TEXT NOT NULL, removed TEXT NOT NULL,
    PRIMARY KEY (tenant, session)
  ) STRICT, WITHOUT ROWID;
`;

/** What a file that goes knew of a session. */
export interface SessionRemains {
  readonly tenant: string;
  readonly session: string;
  readonly emitted: number;
  readonly dropped: readonly DroppedRange[];
  /** Entries that were stored. */
  readonly removed: readonly SequenceRun[];
}

type RemainsRow = Pick<SessionRemains, 'emitted'> & { readonly dropped: string; readonly removed: string };

/** Lets days go: what sessions need of them is kept, then they are hidden from readers, then the file goes. */
export class RetiredDays {
  readonly #database: Database.Database;
  readonly #removeSessionDay: Database.Statement;
  readonly #save: Database.Statement;

  constructor(database: Database.Database) {
    this.#database = database;
    this.#removeSessionDay = database.prepare(
      'DELETE FROM session_days WHERE tenant = ? AND session = ? AND day = ?',
    );
    this.#save = database.prepare('INSERT OR REPLACE INTO removed_sessions VALUES (?, ?, ?, ?, ?, ?)');
  }

  /** Days whose file is to go, of a process that ended meanwhile too. */
  all(): string[] {
    return this.#database.prepare<[], string>('SELECT day FROM retired_days').pluck().all();
  }

  /** From now on no reader opens the day's file. */
  hide(day: string, kinds: readonly KindCount[]): void {
    this.#database.transaction(() => {
      saveKinds(this.#database, day, kinds);
      this.#database.prepare('INSERT OR IGNORE INTO retired_days VALUES (?)').run(day);
      this.#database.prepare('DELETE FROM days WHERE day = ?').run(day);
    })();
  }

  saveSessions(day: string, sessions: readonly SessionRemains[], now: number): void {
    this.#database.transaction(() => {
      for (const { tenant, session, emitted, dropped, removed } of sessions) {
        const known = readRemains(this.#database, tenant, session);
        this.#save.run(
          tenant,
          session,
          now,
          Math.max(emitted, known?.emitted ?? 0),
          JSON.stringify(mergeRanges(known?.dropped ?? [], dropped)),
          JSON.stringify(joinRuns([...(known?.removed ?? []), ...removed])),
        );
        this.#removeSessionDay.run(tenant, session, day);
      }
    })();
  }

  /** The file is gone. */
  forget(day: string, now: number): void {
    this.#database.transaction(() => {
      this.#database.prepare('DELETE FROM retired_days WHERE day = ?').run(day);
      this.#database
        .prepare(
          `DELETE FROM removed_sessions AS gone WHERE removed_at < ? AND NOT EXISTS (
             SELECT 1 FROM session_days AS kept
             WHERE kept.tenant = gone.tenant AND kept.session = gone.session)`,
        )
        .run(now - REMEMBERED_DAYS * DAY_MS);
    })();
  }
}

/** What is left of a session from days that are gone. */
export function readRemains(
  meta: Database.Database,
  tenant: string,
  session: string,
): SessionRemains | undefined {
  const row = meta
    .prepare<[string, string], RemainsRow>(
      'SELECT emitted, dropped, removed FROM removed_sessions WHERE tenant = ? AND session = ?',
    )
    .get(tenant, session);
  if (!row) return undefined;
  return {
    tenant,
    session,
    emitted: row.emitted,
    dropped: JSON.parse(row.dropped) as DroppedRange[],
    removed: JSON.parse(row.removed) as SequenceRun[],
  };
}
