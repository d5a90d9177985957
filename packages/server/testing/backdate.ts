import { renameSync } from 'node:fs';
import Database from 'better-sqlite3';
import { dayOf, dayPath, metaPath } from '../src/store/sqlite/folder.ts';

/**
 * Makes what arrived today have arrived on another day, as a store that has run for days has it.
 *
 * @param receivedAt milliseconds since 1970, of all its entries. @default as they are
 */
export function backdate(folder: string, day: string, receivedAt?: number): void {
  const today = dayOf(Date.now());
  renameSync(dayPath(folder, today), dayPath(folder, day));
  const meta = new Database(metaPath(folder));
  meta.prepare('UPDATE days SET day = ? WHERE day = ?').run(day, today);
  meta.prepare('UPDATE session_days SET day = ? WHERE day = ?').run(day, today);
  meta.close();
  if (receivedAt === undefined) return;
  const entries = new Database(dayPath(folder, day));
  entries.prepare('UPDATE entries SET received_at = ?').run(receivedAt);
  entries.close();
}
