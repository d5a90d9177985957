import type Database from 'better-sqlite3';

/**
 * Milliseconds over which entries are counted together: hours keep long ranges cheap, five minutes the histogram
 * of a day, and minutes keep short ranges exact.
 */
export const ROLLUP_SPANS = [3_600_000, 300_000, 60_000] as const;

/** How many entries of each kind began in each of these spans, written with the entries. */
export const ROLLUP_SCHEMA = `
  CREATE TABLE rollups (
    tenant TEXT NOT NULL,
    span INTEGER NOT NULL,
    start INTEGER NOT NULL,
    severity INTEGER NOT NULL,
    category TEXT NOT NULL,
    source TEXT NOT NULL,
    count INTEGER NOT NULL,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (tenant, span, start, severity, category, source)
  ) STRICT, WITHOUT ROWID;
`;

/** SQL for where the bucket of a time begins. The remainder of a time before 1970 is negative in SQL. */
export function startOfBucket(column: 'timestamp' | 'start', ms: number): string {
  return `${column} - (${column} % ${ms} + ${ms}) % ${ms}`;
}

/**
 * Counts all entries of a file anew: of one that had no rollups, or from which entries were removed. To be called
 * within the transaction that removes them.
 */
export function rebuildRollups(database: Database.Database): void {
  database.exec('DELETE FROM rollups');
  for (const span of ROLLUP_SPANS) {
    database.exec(`
      INSERT INTO rollups
      SELECT tenant, ${span}, ${startOfBucket('timestamp', span)} AS start,
        severity, category, source, count(*), min(timestamp), max(timestamp)
      FROM entries GROUP BY tenant, start, severity, category, source
    `);
  }
}
