import type { Appended } from '../LogStore.ts';
import { DayWriter } from './DayWriter.ts';
import { dayOf, dayPath, hasDay, nextPart } from './folder.ts';
import type { MetaWriter } from './MetaWriter.ts';
import { openToWrite } from './openDatabase.ts';
import type { SegmentRows } from './rows.ts';
import { DAY_LAYOUT } from './schema.ts';
import { SessionDays, type SessionOfTenant } from './SessionDays.ts';

/** What is to be removed, as far as it may lie in the file that is written. */
export interface DayEnd {
  /** Milliseconds since 1970. */
  readonly before: number;
  /** @default any */
  readonly tenant?: string | undefined;
}

/** Gives positions, and writes each commit into the file of the day on which it arrives. */
export class EntryWriter {
  readonly #folder: string;
  readonly #meta: MetaWriter;
  readonly #sessionDays: SessionDays;
  #day: DayWriter;
  /** By the clock: when it changes, another file begins. */
  #today: string;
  #head: number;

  constructor(folder: string, meta: MetaWriter) {
    this.#folder = folder;
    this.#meta = meta;
    this.#sessionDays = new SessionDays(folder, meta);
    const last = meta.lastDay() ?? { day: dayOf(Date.now()), first_position: 1 };
    meta.addDay(last);
    updateDays(folder, meta);
    this.#day = new DayWriter(folder, last.day);
    this.#head = this.#day.lastPosition() ?? last.first_position - 1;
    this.#today = last.day.slice(0, dayOf(0).length);
  }

  /** Position of the last entry on disk. */
  get head(): number {
    return this.#head;
  }

  /** What `PRAGMA synchronous` answers on the connection that writes: 2 is FULL. */
  get synchronous(): unknown {
    return this.#day.database.pragma('synchronous', { simple: true });
  }

  /**
   * Writes several appends in one transaction: all of them or none.
   *
   * @returns what became of each append
   */
  commit(appends: readonly (readonly SegmentRows[])[]): Appended[] {
    this.#turnDay();
    const day = this.#day;
    this.#sessionDays.note(day.day, appends.flat());
    const before = this.#head;
    try {
      return day.database.transaction(() => {
        const appended = appends.map((segments) => this.#write(day, segments));
        day.flushCounts();
        return appended;
      })();
    } catch (error) {
      this.#head = before;
      day.forgetTransaction();
      throw error;
    }
  }

  /** Begins a new file when today's holds what arrived before a time: only in files that are over is removed. */
  endDay({ before, tenant }: DayEnd): void {
    this.#turnDay();
    if (this.#day.mayHold(before, tenant)) this.#turnTo(nextPart(this.#day.day));
  }

  /** Lets go of the file of a day that is about to be removed. */
  closeDay(day: string): void {
    this.#sessionDays.closeDay(day);
  }

  /** Something of the sessions was removed. */
  forgetSessions(sessions: readonly SessionOfTenant[]): void {
    this.#sessionDays.forget(sessions);
  }

  close(): void {
    this.#sessionDays.close();
    this.#day.close();
  }

  #write(day: DayWriter, segments: readonly SegmentRows[]): Appended {
    const from = this.#head;
    const positions = segments.map((segment) => {
      day.saveSession(segment);
      const resourceId = segment.rows.length > 0 ? day.resourceId(segment.resource) : null;
      return segment.rows.map((row) => {
        if (this.#sessionDays.isInOlderDay(day.day, segment, row[0])) return 0;
        if (!day.insert(this.#head + 1, segment, resourceId, row)) return 0;
        this.#head += 1;
        return this.#head;
      });
    });
    return { from, to: this.#head, positions };
  }

  /**
   * A clock that is set back does not lead back to an older file, because positions grow with the files: each of its
   * days is another part of the newest one, so that none holds entries for longer than a day.
   */
  #turnDay(): void {
    const today = dayOf(Date.now());
    if (today === this.#today) return;
    this.#turnTo(today > this.#day.day ? today : nextPart(this.#day.day));
    this.#today = today;
  }

  /** The day is on the list when its file can be written, so that a full disk changes nothing. */
  #turnTo(day: string): void {
    const next = new DayWriter(this.#folder, day);
    try {
      this.#meta.addDay({ day, first_position: this.#head + 1 });
    } catch (error) {
      next.close();
      throw error;
    }
    const before = this.#day;
    this.#day = next;
    before.close();
  }
}

/** Files of days that are over are only read, and readers do not know the layouts of older versions. */
function updateDays(folder: string, meta: MetaWriter): void {
  for (const { day } of meta.days()) {
    if (hasDay(folder, day)) openToWrite(dayPath(folder, day), DAY_LAYOUT).close();
  }
}
