import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { StoredDay } from './StoredDay.ts';

const SYNCHRONOUS_FULL = 2;

export interface InsertCost {
  readonly rate: number;
  /** Microseconds of processor time per entry. */
  readonly cpu: number;
}

/** Inserts what a server stored by prepared statements in a loop, in the same transactions, and nothing else. */
export function insertByHand({ schema, batches }: StoredDay): InsertCost {
  const folder = mkdtempSync(join(tmpdir(), 'tailrace-bench-'));
  const database = new Database(join(folder, 'raw.db'));
  try {
    database.pragma('journal_mode = WAL');
    database.pragma('synchronous = FULL');
    for (const statement of schema) database.exec(statement);
    const insertEntry = database.prepare(
      'INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    );
    const insertWords = database.prepare('INSERT INTO words (rowid, text) VALUES (?, ?)');
    const insertKeys = database.prepare('INSERT INTO keys (rowid, terms) VALUES (?, ?)');
    const count = database.prepare(
      `INSERT INTO rollups VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET count = count + excluded.count,
         first = min(first, excluded.first), last = max(last, excluded.last)`,
    );
    const insertBatch = database.transaction((batch: StoredDay['batches'][number]) => {
      for (let i = 0; i < batch.entries.length; i += 1) {
        insertEntry.run(...batch.entries[i]!);
        insertWords.run(...batch.words[i]!);
        insertKeys.run(...batch.keys[i]!);
      }
      for (const row of batch.rollups) count.run(...row);
    });
    const cpuBefore = process.cpuUsage();
    const started = performance.now();
    for (const batch of batches) insertBatch(batch);
    const seconds = (performance.now() - started) / 1000;
    const { user, system } = process.cpuUsage(cpuBefore);
    if (database.pragma('synchronous', { simple: true }) !== SYNCHRONOUS_FULL) {
      throw new Error('The floor was not synced at each commit');
    }
    const entries = batches.reduce((sum, batch) => sum + batch.entries.length, 0);
    return { rate: entries / seconds, cpu: (user + system) / entries };
  } finally {
    database.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
