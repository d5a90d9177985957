import type Database from 'better-sqlite3';
import { dayPath, hasDay, metaPath } from './folder.ts';
import type { Day } from './MetaWriter.ts';
import { openToRead } from './openDatabase.ts';
import { readRemains, type SessionRemains } from './RetiredDays.ts';
import type { TimeBudget } from './TimeBudget.ts';

/** Files that are held open, at three handles each: half a year, so that few stores ever open one twice. */
const MAX_OPEN_DAYS = 180;

/** One day's file, open to read. */
export interface DayReader extends Day {
  readonly database: Database.Database;
}

/** Opens day files as they are needed. */
export class DayReaders {
  readonly #folder: string;
  readonly #budget: TimeBudget;
  readonly meta: Database.Database;
  readonly #days: Database.Statement<[], Day>;
  readonly #sessionDays: Database.Statement<[string, string], string>;
  readonly #open = new Map<string, DayReader>();

  constructor(folder: string, budget: TimeBudget) {
    this.#folder = folder;
    this.#budget = budget;
    this.meta = openToRead(metaPath(folder));
    this.#days = this.meta.prepare<[], Day>('SELECT day, first_position FROM days ORDER BY day');
    this.#sessionDays = this.meta
      .prepare<[string, string], string>(
        'SELECT day FROM session_days WHERE tenant = ? AND session = ? ORDER BY day',
      )
      .pluck();
  }

  get epoch(): string {
    return this.meta.prepare<[], string>(`SELECT value FROM settings WHERE name = 'epoch'`).pluck().get()!;
  }

  /** All days that have a file, oldest first. To be called before a query begins, because it closes files. */
  all(): DayReader[] {
    const days = this.#days.all().filter(({ day }) => hasDay(this.#folder, day));
    if (this.#open.size > MAX_OPEN_DAYS) this.close();
    return days.map((day) => this.#reader(day));
  }

  /** All days, newest first, for reads that may take long. @throws {TimeIsUp} before a day, when the time is up */
  *newestFirst(): Generator<DayReader> {
    for (const reader of this.all().toReversed()) {
      this.#budget.check();
      yield reader;
    }
  }

  /** The days that a session wrote to. */
  ofSession(tenant: string, session: string): DayReader[] {
    const days = new Set(this.#sessionDays.all(tenant, session));
    return days.size === 0 ? [] : this.all().filter(({ day }) => days.has(day));
  }

  /** What is left of a session from days that are gone. */
  remainsOf(tenant: string, session: string): SessionRemains | undefined {
    return readRemains(this.meta, tenant, session);
  }

  /** Lets go of a day's file, which is about to be removed. */
  forget(day: string): void {
    this.#open.get(day)?.database.close();
    this.#open.delete(day);
  }

  close(): void {
    for (const { database } of this.#open.values()) database.close();
    this.#open.clear();
  }

  #reader(day: Day): DayReader {
    let reader = this.#open.get(day.day);
    if (!reader) {
      reader = { ...day, database: openToRead(dayPath(this.#folder, day.day)) };
      this.#budget.addTo(reader.database);
      this.#open.set(day.day, reader);
    }
    return reader;
  }
}
