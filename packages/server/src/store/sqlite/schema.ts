import type Database from 'better-sqlite3';
import { REMOVALS_SCHEMA } from './removals.ts';
import { RETIRED_SCHEMA } from './RetiredDays.ts';
import { rebuildKeys } from './rebuildKeys.ts';
import { rebuildRollups, ROLLUP_SCHEMA } from './rollups.ts';
import { fillStretches, STRETCHES_SCHEMA } from './stretches.ts';

/** Raised when a file's layout changes; an older program refuses a newer file. */
export const SCHEMA_VERSION = 5;

/** How a kind of file is laid out. */
export interface FileLayout {
  readonly schema: string;
  /** What makes a file of the version before into one of the given version; none, where nothing changed. */
  readonly steps: Readonly<Record<number, (database: Database.Database) => void>>;
}

/** What outlives the days: who may come in, which days there are, and which days a session touched. */
const META_SCHEMA = `
  CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE days (day TEXT PRIMARY KEY, first_position INTEGER NOT NULL) STRICT;
  CREATE TABLE session_days (
    tenant TEXT NOT NULL, session TEXT NOT NULL, day TEXT NOT NULL,
    PRIMARY KEY (tenant, session, day)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE keys (
    hash TEXT PRIMARY KEY, tenant TEXT NOT NULL, name TEXT NOT NULL, role TEXT NOT NULL,
    token TEXT, created_at INTEGER NOT NULL, terms TEXT NOT NULL DEFAULT '{}'
  ) STRICT;
  CREATE TABLE browser_sessions (
    hash TEXT PRIMARY KEY, tenant TEXT NOT NULL, role TEXT NOT NULL, expires_at INTEGER NOT NULL
  ) STRICT;
  ${RETIRED_SCHEMA}
`;

const KEYS_SCHEMA = `
  CREATE VIRTUAL TABLE keys USING fts5(
    terms, content='', detail=none, columnsize=0, tokenize="ascii tokenchars '_='"
  );
`;

/**
 * One day of arrival. `words` has what \`splitWords\` gives, \`keys\` has key=value terms; neither keeps text or
 * places, which the line itself has.
 */
const DAY_SCHEMA = `
  CREATE TABLE resources (id INTEGER PRIMARY KEY, json TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE sessions (
    tenant TEXT NOT NULL, session TEXT NOT NULL, emitted INTEGER NOT NULL, dropped TEXT NOT NULL,
    PRIMARY KEY (tenant, session)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE entries (
    position INTEGER PRIMARY KEY,
    tenant TEXT NOT NULL,
    session TEXT NOT NULL,
    seq INTEGER NOT NULL,
    timestamp INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    severity INTEGER NOT NULL,
    category TEXT NOT NULL,
    source TEXT NOT NULL,
    logger TEXT,
    stream TEXT,
    resource_id INTEGER,
    line TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX entries_by_identity ON entries (tenant, session, seq);
  CREATE INDEX entries_by_time ON entries (tenant, timestamp);
  CREATE VIRTUAL TABLE words USING fts5(
    text, content='', detail=none, columnsize=0, tokenize='ascii'
  );
  ${KEYS_SCHEMA}
  ${STRETCHES_SCHEMA}
  ${ROLLUP_SCHEMA}
  ${REMOVALS_SCHEMA}
`;

export const META_LAYOUT: FileLayout = {
  schema: META_SCHEMA,
  steps: {
    2: (database) => database.exec(`ALTER TABLE keys ADD COLUMN terms TEXT NOT NULL DEFAULT '{}'`),
    3: (database) => void database.exec(RETIRED_SCHEMA),
  },
};

export const DAY_LAYOUT: FileLayout = {
  schema: DAY_SCHEMA,
  steps: {
    2: (database) => {
      database.exec(ROLLUP_SCHEMA);
      rebuildRollups(database);
    },
    3: (database) => void database.exec(REMOVALS_SCHEMA),
    4: (database) => {
      database.exec(`
        DROP INDEX IF EXISTS entries_by_severity;
        DROP INDEX IF EXISTS entries_by_source;
        DROP TABLE keys;
        ${KEYS_SCHEMA}
      `);
      rebuildKeys(database);
      rebuildRollups(database);
    },
    5: (database) => {
      database.exec(`DROP TABLE IF EXISTS stretches; ${STRETCHES_SCHEMA}`);
      fillStretches(database);
    },
  },
};
