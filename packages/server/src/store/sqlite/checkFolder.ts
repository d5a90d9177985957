import { existsSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { createEpoch } from './epoch.ts';
import { dayPath, hasDay, metaPath } from './folder.ts';
import { integrityProblem } from './integrity.ts';
import { salvageDay, type SalvagedDay } from './salvageDay.ts';
import type { UncleanEnd } from './UncleanEnd.ts';

/** Bytes of a day's file that are checked before the server starts, in 0.2 s; a larger one is checked while it runs. */
export const MAX_CHECKED_AT_START = 16 * 1024 ** 2;

/** What a check after an unclean end found. */
export interface FolderCheck {
  readonly salvaged: SalvagedDay | undefined;
  /** A day that is still to be checked. */
  readonly unchecked: string | undefined;
}

/**
 * Looks at the files that the server was writing when it ended without coming to its end.
 *
 * @throws when `meta.db` is damaged: without it nobody knows who may come in, and what lies where
 */
export function checkFolder(folder: string, end: UncleanEnd): FolderCheck {
  const nothing: FolderCheck = { salvaged: undefined, unchecked: undefined };
  if (!end.happened || !existsSync(metaPath(folder))) return nothing;
  const meta = new Database(metaPath(folder));
  try {
    const problem = integrityProblem(meta);
    if (problem !== undefined) {
      throw new Error(
        `${metaPath(folder)} is damaged (${problem}): put a backup in its place, or set LOG_DATA_DIR to a new folder`,
      );
    }
    const day = meta.prepare<[], string>('SELECT max(day) FROM days').pluck().get();
    if (!day || !hasDay(folder, day)) return nothing;
    const path = dayPath(folder, day);
    if (!end.foundDamage && statSync(path).size > MAX_CHECKED_AT_START) return { ...nothing, unchecked: day };
    const found = problemOf(path);
    if (found === undefined) return nothing;
    const salvaged = salvageDay(folder, day, found);
    // Positions of what is lost are given again: whoever has a cursor among them must not take it for another's.
    if (salvaged.lost !== 0) {
      meta.prepare(`UPDATE settings SET value = ? WHERE name = 'epoch'`).run(createEpoch());
    }
    return { ...nothing, salvaged };
  } finally {
    meta.close();
  }
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
