import type Database from 'better-sqlite3';
import { dayPath, hasDay } from './folder.ts';
import type { MetaWriter } from './MetaWriter.ts';
import { openToRead } from './openDatabase.ts';
import type { SegmentRows } from './rows.ts';

/** Sessions whose days are remembered. */
const MAX_KNOWN_SESSIONS = 50_000;
/** Older files that are held open. */
const MAX_OPEN_DAYS = 8;

interface OlderDay {
  readonly database: Database.Database;
  readonly has: Database.Statement<[string, string, number], number>;
}

/**
 * Knows which days each session wrote to, so that a segment that is sent again days later finds what is there.
 */
export class SessionDays {
  readonly #folder: string;
  readonly #meta: MetaWriter;
  readonly #days = new Map<string, string[]>();
  readonly #open = new Map<string, OlderDay>();

  constructor(folder: string, meta: MetaWriter) {
    this.#folder = folder;
    this.#meta = meta;
  }

  /**
   * Notes that sessions write to a day. Must be on disk before their entries are: a day too many costs a look,
   * a day too few a duplicate.
   */
  note(day: string, segments: readonly SegmentRows[]): void {
    const added = new Map<string, SegmentRows>();
    for (const segment of segments) {
      if (!this.#daysOf(segment).includes(day)) added.set(keyOf(segment), segment);
    }
    if (added.size === 0) return;
    this.#meta.addSessionDays(day, added.values());
    for (const segment of added.values()) this.#daysOf(segment).push(day);
  }

  /** Tells whether an entry lies in the file of another day than the given one. */
  isInOlderDay(day: string, segment: SegmentRows, seq: number): boolean {
    for (const older of this.#daysOf(segment)) {
      if (older !== day && this.#dayFile(older)?.has.get(segment.tenant, segment.session, seq)) return true;
    }
    return false;
  }

  close(): void {
    for (const { database } of this.#open.values()) database.close();
    this.#open.clear();
  }

  #daysOf(segment: SegmentRows): string[] {
    const key = keyOf(segment);
    let days = this.#days.get(key);
    if (!days) {
      if (this.#days.size >= MAX_KNOWN_SESSIONS) this.#days.clear();
      days = this.#meta.daysOfSession(segment.tenant, segment.session);
      this.#days.set(key, days);
    }
    return days;
  }

  #dayFile(day: string): OlderDay | undefined {
    const open = this.#open.get(day);
    if (open) return open;
    if (!hasDay(this.#folder, day)) return undefined;
    if (this.#open.size >= MAX_OPEN_DAYS) this.close();
    const database = openToRead(dayPath(this.#folder, day));
    const has = database
      .prepare<[string, string, number], number>(
        'SELECT 1 FROM entries WHERE tenant = ? AND session = ? AND seq = ?',
      )
      .pluck();
    const opened = { database, has };
    this.#open.set(day, opened);
    return opened;
  }
}

function keyOf({ tenant, session }: SegmentRows): string {
  return `${tenant}/${session}`;
}
