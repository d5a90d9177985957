import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { createPrivately } from './openDatabase.ts';

/** Path of the database that outlives the days. */
export function metaPath(folder: string): string {
  return join(folder, 'meta.db');
}

/** Path of a day's entries. */
export function dayPath(folder: string, day: string): string {
  return join(folder, `entries-${day}.db`);
}

/** Tells whether a day's file is still there: retention removes them, and what was in them is gone by intent. */
export function hasDay(folder: string, day: string): boolean {
  return existsSync(dayPath(folder, day));
}

/** Day of a time, UTC: `2026-11-20`. */
export function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** Tells whether a server has the folder. */
export function isFolderTaken(folder: string): boolean {
  const path = join(folder, 'lock.db');
  if (!existsSync(path)) return false;
  const lock = new Database(path, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return false;
  } catch (error) {
    if (error instanceof Database.SqliteError && error.code === 'SQLITE_BUSY') return true;
    throw error;
  } finally {
    lock.close();
  }
}

/** The name for another file of the same day: `2026-11-20.0001`, which sorts behind it and before the next day. */
export function nextPart(day: string): string {
  const [date, part = '0'] = day.split('.');
  return `${date}.${String(Number(part) + 1).padStart(4, '0')}`;
}

/**
 * Makes the folder, open to its owner only, and takes it for this process alone. The lock is the operating
 * system's, so that a killed process leaves none behind.
 *
 * @returns gives the folder back
 * @throws when another server has it
 */
export function takeFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'lock.db');
  createPrivately(path);
  const lock = new Database(path, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (error instanceof Database.SqliteError && error.code === 'SQLITE_BUSY') {
      throw new Error(
        `Another Tailrace server uses the data folder ${folder}: stop it, or set LOG_DATA_DIR`,
        {
          cause: error,
        },
      );
    }
    throw error;
  }
  return () => lock.close();
}
