import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type Database from 'better-sqlite3';
import { DAY_MS, lastRemovalTime, type RemovalTimes } from '../../retention/RetentionPeriods.ts';
import { archiveDay, type ArchivedDay } from './archiveDay.ts';
import { DayThinner } from './DayThinner.ts';
import { dayPath, hasDay, metaPath } from './folder.ts';
import { integrityProblem } from './integrity.ts';
import { openToRead, openToWrite } from './openDatabase.ts';
import { kindsEverIn, type KindCount } from './removedPositions.ts';
import { firstArrival } from './removals.ts';
import type { SessionRemains } from './RetiredDays.ts';
import { salvageDay, type SalvagedDay } from './salvageDay.ts';
import { DAY_LAYOUT } from './schema.ts';
import { readSessionRemains, type SessionKey } from './sessionRemains.ts';

/** Share of its entries that a file has lost, from which on it is worth to be written anew. */
const WORTH_SHRINKING = 0.25;

/** What is to be removed from one day. */
export interface DayRemoval {
  readonly day: string;
  readonly before: RemovalTimes;
  /** @default all */
  readonly tenant?: string | undefined;
  /** Folder in which the day is archived before. @default it is not */
  readonly archiveDir?: string | undefined;
}

/** What became of one day. */
export interface ThinnedDay {
  readonly removed: number;
  /** Nothing is to be kept: the file can go. Entries that are still in it are counted as removed. */
  readonly isEmpty: boolean;
  /** Of what was removed; absent when nothing was, or it had been written before. */
  readonly archived?: ArchivedDay | undefined;
}

/** Looks after the files that nobody writes to any more. */
export class DayKeeper {
  readonly #folder: string;
  readonly #days: Database.Statement<[], string>;
  readonly #epoch: string;

  constructor(folder: string) {
    this.#folder = folder;
    const meta = openToRead(metaPath(folder));
    this.#days = meta.prepare<[], string>('SELECT day FROM days ORDER BY day').pluck();
    this.#epoch = meta.prepare<[], string>(`SELECT value FROM settings WHERE name = 'epoch'`).pluck().get()!;
  }

  /** Days that are over and may hold what arrived before a time, oldest first. */
  daysBefore(before: RemovalTimes): string[] {
    const time = lastRemovalTime(before);
    return this.#days
      .all()
      .slice(0, -1)
      .filter((day) => hasDay(this.#folder, day) && this.#beginsBefore(day, time));
  }

  /** Removes in slices, with pauses as long as they are, so that others have the processor and the disk too. */
  async thin(
    { day, before, tenant, archiveDir }: DayRemoval,
    isCancelled: () => boolean,
  ): Promise<ThinnedDay> {
    const database = openToWrite(dayPath(this.#folder, day), DAY_LAYOUT);
    try {
      const thinner = new DayThinner(database);
      if (thinner.isAllToGo(before, tenant)) {
        const removed = thinner.entries;
        const archived = removed > 0 ? await this.#archive(database, day, archiveDir) : undefined;
        return { removed, isEmpty: true, archived };
      }
      let archived: ArchivedDay | undefined;
      let removed = 0;
      if (thinner.hasAnyToGo(before, tenant)) archived = await this.#archive(database, day, archiveDir);
      let began = performance.now();
      for (const count of thinner.remove(before, tenant)) {
        removed += count;
        if (isCancelled()) break;
        await sleep(performance.now() - began);
        began = performance.now();
      }
      const { entries } = thinner;
      if (entries > 0 && removed / (removed + entries) >= WORTH_SHRINKING) shrink(database);
      return { removed, isEmpty: entries === 0, archived };
    } finally {
      database.close();
    }
  }

  /** What is wrong with a day's file, if anything is. */
  problemOf(day: string): string | undefined {
    let database: Database.Database | undefined;
    try {
      database = openToRead(dayPath(this.#folder, day));
      return integrityProblem(database);
    } catch (error) {
      return (error as Error).message;
    } finally {
      database?.close();
    }
  }

  /** Days that nobody writes to any more, newest first. */
  daysOver(): string[] {
    return this.#days
      .all()
      .slice(0, -1)
      .filter((day) => hasDay(this.#folder, day))
      .toReversed();
  }

  /** The day that is written to. */
  newestDay(): string | undefined {
    return this.#days.all().at(-1);
  }

  /** Saves what can be read of a day that is over, when it is damaged. */
  salvage(day: string): SalvagedDay | undefined {
    const problem = this.problemOf(day);
    return problem === undefined ? undefined : salvageDay(this.#folder, day, problem);
  }

  sessions({ day, after }: { readonly day: string; readonly after?: SessionKey }): SessionRemains[] {
    if (!hasDay(this.#folder, day)) return [];
    const database = openToRead(dayPath(this.#folder, day));
    try {
      return readSessionRemains(database, after);
    } finally {
      database.close();
    }
  }

  /** How much of each kind the day ever held. */
  kinds(day: string): KindCount[] {
    if (!hasDay(this.#folder, day)) return [];
    const database = openToRead(dayPath(this.#folder, day));
    try {
      return kindsEverIn(database);
    } finally {
      database.close();
    }
  }

  /** To be called when nobody has the file open any more. */
  unlink(day: string): void {
    for (const suffix of ['', '-wal', '-shm']) rmSync(dayPath(this.#folder, day) + suffix, { force: true });
  }

  async #archive(
    database: Database.Database,
    day: string,
    archiveDir: string | undefined,
  ): Promise<ArchivedDay | undefined> {
    return archiveDir === undefined
      ? undefined
      : archiveDay(database, { folder: archiveDir, name: `${day}.${this.#epoch}` });
  }

  /** By its name, or by its first entry, where the clock had been set back. */
  #beginsBefore(day: string, time: number): boolean {
    if (Date.parse(day.slice(0, 10)) < time - DAY_MS) return true;
    const database = openToRead(dayPath(this.#folder, day));
    try {
      const first = firstArrival(database);
      return first === undefined ? Date.parse(day.slice(0, 10)) < time : first < time;
    } finally {
      database.close();
    }
  }
}

function shrink(database: Database.Database): void {
  try {
    // What was removed from an index is noted beside it, until it is merged.
    for (const index of ['words', 'keys']) {
      database.exec(`INSERT INTO ${index} (${index}) VALUES ('optimize')`);
    }
    database.exec('VACUUM');
    database.pragma('wal_checkpoint(TRUNCATE)');
  } catch {
    // It needs room for a second copy. Without it the file stays as large as it is.
  }
}
