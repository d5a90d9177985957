import type { LogLine } from '@tailrace/protocol';
import type Database from 'better-sqlite3';
import { resourceKeysToIndex, termsToIndex } from './indexTerms.ts';
import { wholeLine } from './storedLine.ts';

/** Rows that are held in memory at a time. */
const SLICE = 1000;

interface Row {
  readonly position: number;
  readonly tenant: string;
  readonly seq: number;
  readonly timestamp: number;
  readonly severity: number;
  readonly source: string;
  readonly resource: string | null;
  readonly line: string;
}

/** Fills an empty key index with all entries of a file. */
export function rebuildKeys(database: Database.Database): void {
  const select = database.prepare<[number], Row>(
    `SELECT position, tenant, seq, timestamp, severity, source, json AS resource, line FROM entries
     LEFT JOIN resources ON resources.id = resource_id WHERE position > ? ORDER BY position LIMIT ${SLICE}`,
  );
  const insert = database.prepare('INSERT INTO keys (rowid, terms) VALUES (?, ?)');
  for (let rows = select.all(0); rows.length > 0; rows = select.all(rows.at(-1)!.position)) {
    for (const row of rows) {
      const { position, tenant, resource } = row;
      const resourceKeys = resourceKeysToIndex(resource ?? undefined);
      insert.run(position, termsToIndex(tenant, JSON.parse(wholeLine(row)) as LogLine, resourceKeys));
    }
  }
}
