import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

/** A row as SQLite holds it. */
export interface StoredEntry {
  readonly session: string;
  readonly seq: number;
  /** Place in the order of commits. */
  readonly position: number;
  /** When it was logged: milliseconds since 1970. */
  readonly timestamp: number;
  readonly line: string;
}

/** Reads every row of every day's file by SQL, in the order of the store. The server must be stopped. */
export function readStoredEntries(dataDir: string): StoredEntry[] {
  return readdirSync(dataDir)
    .filter((name) => /^entries-.*\.db$/.test(name))
    .toSorted()
    .flatMap((name) => {
      const database = new Database(join(dataDir, name), { readonly: true });
      try {
        return database
          .prepare<[], StoredEntry>(
            'SELECT session, seq, position, timestamp, line FROM entries ORDER BY position',
          )
          .all();
      } finally {
        database.close();
      }
    });
}
