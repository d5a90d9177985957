import { closeSync, existsSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { SCHEMA_VERSION, type FileLayout } from './schema.ts';

/** What `PRAGMA synchronous` answers for FULL. */
const SYNCHRONOUS_FULL = 2;

/**
 * Makes an empty file that only its owner can read. One that is there is not opened: closing it again would
 * let go of the locks that this process holds on it (POSIX).
 */
export function createPrivately(path: string): void {
  if (!existsSync(path)) closeSync(openSync(path, 'wx', 0o600));
}

/**
 * Opens a database to write, lays it out when it is new, and brings it up to date when it is old. Readable by its owner only; SQLite gives the files
 * beside it the same mode.
 *
 * @throws when the file was written by a newer program, or would not be synced at each commit
 */
export function openToWrite(path: string, layout: FileLayout): Database.Database {
  createPrivately(path);
  const database = new Database(path);
  database.pragma('journal_mode = WAL');
  // SQLite is built here to fall back to NORMAL at the first write in WAL mode, unless told otherwise now.
  database.pragma('synchronous = FULL');
  const version = database.pragma('user_version', { simple: true }) as number;
  if (version > SCHEMA_VERSION) throw new Error(`${path} was written by a newer version of Tailrace`);
  if (version < SCHEMA_VERSION) {
    database.transaction(() => {
      if (version === 0) database.exec(layout.schema);
      else stepUp(database, layout, version);
      database.pragma(`user_version = ${SCHEMA_VERSION}`);
    })();
  }
  if (database.pragma('synchronous', { simple: true }) !== SYNCHRONOUS_FULL) {
    throw new Error(`${path} would not be synced at each commit`);
  }
  return database;
}

function stepUp(database: Database.Database, { steps }: FileLayout, from: number): void {
  for (let version = from + 1; version <= SCHEMA_VERSION; version += 1) steps[version]?.(database);
}

/** Opens a database that another connection writes. */
export function openToRead(path: string): Database.Database {
  return new Database(path, { readonly: true, fileMustExist: true });
}
