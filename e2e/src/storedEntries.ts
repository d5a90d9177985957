import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { LOG_LEVELS, SEVERITY_NUMBERS } from '@tailrace/protocol';
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

interface StoredRow extends StoredEntry {
  /** OpenTelemetry severity. */
  readonly severity: number;
  readonly source: string;
}

/** Reads every row of every day's file by SQL, in the order of the store. The server must be stopped. */
export function readStoredEntries(dataDir: string): StoredEntry[] {
  return queryDays<StoredRow>(
    dataDir,
    'SELECT session, seq, position, timestamp, severity, source, line FROM entries ORDER BY position',
  ).map(({ severity, source, ...entry }) => ({
    ...entry,
    line: wholeLine({ severity, source, ...entry }),
  }));
}

/** The store leaves out the beginning of a line that its columns have; here it is put together by other means. */
function wholeLine({ seq, timestamp, severity, source, line }: StoredRow): string {
  if (line.startsWith('{')) return line;
  const level = LOG_LEVELS.find((name) => SEVERITY_NUMBERS[name] === severity);
  const beginning = JSON.stringify({ seq, timestamp: new Date(timestamp).toISOString(), level, source });
  return `${beginning.slice(0, -1)},${line}`;
}

/** What a session told the server: numbers that it gave up, and why. */
export type DroppedRange = readonly [from: number, to: number, reason: string];

/** Reads what every session gave up, by SQL. The server must be stopped. */
export function readDroppedRanges(dataDir: string): Map<string, DroppedRange[]> {
  const ranges = new Map<string, DroppedRange[]>();
  for (const { session, dropped } of queryDays<{ session: string; dropped: string }>(
    dataDir,
    'SELECT session, dropped FROM sessions',
  )) {
    ranges.set(session, [...(ranges.get(session) ?? []), ...(JSON.parse(dropped) as DroppedRange[])]);
  }
  return ranges;
}

function queryDays<T>(dataDir: string, sql: string): T[] {
  return readdirSync(dataDir)
    .filter((name) => /^entries-.*\.db$/.test(name))
    .toSorted()
    .flatMap((name) => {
      const database = new Database(join(dataDir, name), { readonly: true });
      try {
        return database.prepare<[], T>(sql).all();
      } finally {
        database.close();
      }
    });
}
