import type Database from 'better-sqlite3';

/** @returns the first thing that is wrong with a file, `undefined` when all of it is as it should be */
export function integrityProblem(database: Database.Database): string | undefined {
  try {
    const first = database.prepare<[], string>('PRAGMA integrity_check(1)').pluck().get();
    return first === 'ok' ? undefined : (first ?? 'it cannot be checked').replaceAll(/\s+/g, ' ');
  } catch (error) {
    return (error as Error).message;
  }
}
