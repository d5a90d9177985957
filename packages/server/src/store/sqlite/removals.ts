import type Database from 'better-sqlite3';
import type { SequenceRun } from '../sequenceRuns.ts';

/** Entries of a day that were removed, so that a session's account tells them from those that never arrived. */
export const REMOVALS_SCHEMA = `
  CREATE TABLE IF NOT EXISTS removals (
    tenant TEXT NOT NULL, session TEXT NOT NULL, first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL,
    PRIMARY KEY (tenant, session, first_seq)
  ) STRICT, WITHOUT ROWID;
`;

/** Notes removed entries as runs, joined to those that are known. */
export class RemovalWriter {
  readonly #before: Database.Statement<[string, string, number], SequenceRun>;
  readonly #behind: Database.Statement<[string, string, number], SequenceRun>;
  readonly #remove: Database.Statement;
  readonly #add: Database.Statement;

  constructor(database: Database.Database) {
    this.#before = database
      .prepare<[string, string, number], SequenceRun>(
        `SELECT first_seq, last_seq FROM removals
         WHERE tenant = ? AND session = ? AND first_seq < ? ORDER BY first_seq DESC LIMIT 1`,
      )
      .raw();
    this.#behind = database
      .prepare<[string, string, number], SequenceRun>(
        'SELECT first_seq, last_seq FROM removals WHERE tenant = ? AND session = ? AND first_seq = ?',
      )
      .raw();
    this.#remove = database.prepare(
      'DELETE FROM removals WHERE tenant = ? AND session = ? AND first_seq = ?',
    );
    this.#add = database.prepare('INSERT OR REPLACE INTO removals VALUES (?, ?, ?, ?)');
  }

  /** To be called within the transaction that removes the entries. */
  add(tenant: string, session: string, [first, last]: SequenceRun): void {
    const before = this.#before.get(tenant, session, first);
    const behind = this.#behind.get(tenant, session, last + 1);
    const from = before && before[1] === first - 1 ? before[0] : first;
    if (from !== first) this.#remove.run(tenant, session, from);
    if (behind) this.#remove.run(tenant, session, behind[0]);
    this.#add.run(tenant, session, from, behind ? behind[1] : last);
  }
}

/** Runs of what was removed of a session from one day's file. */
export function removedRuns(database: Database.Database, tenant: string, session: string): SequenceRun[] {
  return database
    .prepare<[string, string], SequenceRun>(
      'SELECT first_seq, last_seq FROM removals WHERE tenant = ? AND session = ?',
    )
    .raw()
    .all(tenant, session);
}

/**
 * When the first entry of a file arrived, milliseconds since 1970. They lie in the order of their arrival, as long as
 * the clock is not set back.
 */
export function firstArrival(database: Database.Database): number | undefined {
  return database
    .prepare<[], number>('SELECT received_at FROM entries ORDER BY position LIMIT 1')
    .pluck()
    .get();
}
