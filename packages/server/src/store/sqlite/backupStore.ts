import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { createEpoch } from './epoch.ts';
import { dayPath, hasDay, metaPath } from './folder.ts';
import { integrityProblem } from './integrity.ts';
import { createPrivately, openToRead } from './openDatabase.ts';

/** All pages in one step: a copy in several begins anew whenever the server commits in between. */
const ALL_PAGES = 0x7fff_ffff;

/** What a backup holds. */
export interface Backup {
  readonly files: number;
  readonly bytes: number;
  readonly entries: number;
}

/**
 * Copies a store into an empty folder, while a server may be running on it: each file as it is at one moment, days
 * first and what they need of `meta.db` last. The copy has an epoch of its own, because what the server stores
 * from here on gets positions that the copy gives to other entries.
 *
 * @throws when there is no store, the folder holds something, or a copy does not pass its check
 */
export async function backupStore(folder: string, target: string): Promise<Backup> {
  if (!existsSync(metaPath(folder))) throw new Error(`There is no store in ${folder}: set LOG_DATA_DIR`);
  if (existsSync(target) && readdirSync(target).length > 0) {
    throw new Error(`${target} holds something: name a folder that is empty, or not there`);
  }
  mkdirSync(target, { recursive: true, mode: 0o700 });
  const copied: string[] = [];
  for (const day of daysOf(folder)) {
    // oxlint-disable-next-line no-await-in-loop -- one disk
    if (await copyDay(folder, target, day)) copied.push(day);
  }
  await copy(metaPath(folder), metaPath(target));
  beginEpoch(metaPath(target));
  const known = new Set(daysOf(target));
  // Retention let go of it while it was copied.
  for (const day of copied.filter((one) => !known.has(one))) rmSync(dayPath(target, day));
  return check(target);
}

function daysOf(folder: string): string[] {
  const meta = openToRead(metaPath(folder));
  try {
    return meta.prepare<[], string>('SELECT day FROM days ORDER BY day').pluck().all();
  } finally {
    meta.close();
  }
}

/** @returns false when the day went meanwhile */
async function copyDay(folder: string, target: string, day: string): Promise<boolean> {
  if (!hasDay(folder, day)) return false;
  try {
    await copy(dayPath(folder, day), dayPath(target, day));
    return true;
  } catch (error) {
    if (hasDay(folder, day)) throw error;
    rmSync(dayPath(target, day), { force: true });
    return false;
  }
}

async function copy(from: string, to: string): Promise<void> {
  createPrivately(to);
  const database = openToRead(from);
  try {
    await database.backup(to, { progress: () => ALL_PAGES });
  } finally {
    database.close();
  }
}

function beginEpoch(path: string): void {
  const meta = new Database(path);
  try {
    meta.prepare(`UPDATE settings SET value = ? WHERE name = 'epoch'`).run(createEpoch());
    // The list of files that are about to go is the original's.
    meta.exec('DELETE FROM retired_days');
  } finally {
    meta.close();
  }
}

function check(target: string): Backup {
  let [files, bytes, entries] = [0, 0, 0];
  const days = daysOf(target).filter((day) => hasDay(target, day));
  for (const path of [metaPath(target), ...days.map((day) => dayPath(target, day))]) {
    const database = openToRead(path);
    try {
      const problem = integrityProblem(database);
      if (problem !== undefined) throw new Error(`${path} is damaged: ${problem}`);
      files += 1;
      bytes += statSync(path).size;
      if (path !== metaPath(target)) {
        entries += database.prepare<[], number>('SELECT count(*) FROM entries').pluck().get()!;
      }
    } finally {
      database.close();
    }
  }
  return { files, bytes, entries };
}
