import { copyFileSync, existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { createEpoch } from './epoch.ts';
import { dayPath, hasDay, metaPath } from './folder.ts';
import { integrityProblem } from './integrity.ts';
import { lostCommits } from './lostCommits.ts';
import { salvageDay, type SalvagedDay } from './salvageDay.ts';
import type { UncleanEnd } from './UncleanEnd.ts';

/** Bytes of a file that are checked before the server starts, in 0.2 s; a larger day is checked while it runs. */
export const MAX_CHECKED_AT_START = 16 * 1024 ** 2;

/** A write-ahead log whose end cannot be read. */
export interface DamagedLog {
  readonly file: string;
  /** Transactions that were on disk, and are lost. */
  readonly commits: number;
  /** Where a copy of it lies now. */
  readonly damaged: string;
}

/** What a look at the folder found. */
export interface FolderCheck {
  readonly salvaged: SalvagedDay | undefined;
  readonly damagedLogs: readonly DamagedLog[];
  /** A day that is still to be checked. */
  readonly unchecked: string | undefined;
}

/**
 * Looks at the files that the server was writing when it ended without coming to its end, and always at `meta.db`.
 *
 * @throws when `meta.db` is damaged: without it nobody knows who may come in, and what lies where
 */
export function checkFolder(folder: string, end: UncleanEnd): FolderCheck {
  const path = metaPath(folder);
  const hasDays = readdirSync(folder).some((name) => /^entries-.*\.db$/.test(name));
  if (!existsSync(path) && !hasDays) return { salvaged: undefined, damagedLogs: [], unchecked: undefined };
  // Before anything is opened: SQLite removes what it cannot read of a log.
  const damagedLogs = end.happened ? findDamagedLogs(folder) : [];
  const meta = openMeta(path, end, hasDays);
  try {
    const { salvaged, unchecked } = end.happened ? checkLastDay(folder, meta, end) : {};
    // Positions of what is lost are given again: whoever has a cursor among them must not take it for another's.
    if (damagedLogs.length > 0 || (salvaged && salvaged.lost !== 0)) {
      meta.prepare(`UPDATE settings SET value = ? WHERE name = 'epoch'`).run(createEpoch());
    }
    return { salvaged, damagedLogs, unchecked };
  } finally {
    meta.close();
  }
}

function openMeta(path: string, end: UncleanEnd, hasDays: boolean): Database.Database {
  let problem: string | undefined;
  if (!existsSync(path)) problem = 'it is missing';
  else {
    const meta = new Database(path);
    try {
      if (end.happened || statSync(path).size <= MAX_CHECKED_AT_START) problem = integrityProblem(meta);
      if (problem === undefined && (!hasDays || knowsDays(meta))) return meta;
    } catch (error) {
      problem = (error as Error).message;
    }
    meta.close();
  }
  throw new Error(
    `${path} is damaged (${problem ?? 'it knows none of the days'}): put a backup in its place, or set LOG_DATA_DIR to a new folder`,
  );
}

function knowsDays(meta: Database.Database): boolean {
  const known = meta.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'days'`).get();
  return known !== undefined && meta.prepare('SELECT 1 FROM days').get() !== undefined;
}

function findDamagedLogs(folder: string): DamagedLog[] {
  return readdirSync(folder)
    .filter((name) => /^(?:meta|entries-.*)\.db-wal$/.test(name))
    .flatMap((name): DamagedLog[] => {
      const commits = lostCommits(join(folder, name));
      if (commits === 0) return [];
      const damaged = join(folder, `damaged-${Date.now()}-${name}`);
      copyFileSync(join(folder, name), damaged);
      return [{ file: join(folder, name), commits, damaged }];
    });
}

function checkLastDay(folder: string, meta: Database.Database, end: UncleanEnd): Partial<FolderCheck> {
  const day = meta.prepare<[], string>('SELECT max(day) FROM days').pluck().get();
  if (!day || !hasDay(folder, day)) return {};
  const path = dayPath(folder, day);
  if (!end.foundDamage && statSync(path).size > MAX_CHECKED_AT_START) return { unchecked: day };
  const problem = problemOf(path);
  return problem === undefined ? {} : { salvaged: salvageDay(folder, day, problem) };
}

function problemOf(path: string): string | undefined {
  let database: Database.Database | undefined;
  try {
    database = new Database(path);
    return integrityProblem(database);
  } catch (error) {
    return (error as Error).message;
  } finally {
    database?.close();
  }
}
