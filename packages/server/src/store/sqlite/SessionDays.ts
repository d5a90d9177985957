import type Database from 'better-sqlite3';
import { dayPath, hasDay } from './folder.ts';
import type { MetaWriter } from './MetaWriter.ts';
import { openToRead } from './openDatabase.ts';
import { isWithin, type SequenceRun } from '../sequenceRuns.ts';
import { readRemains } from './RetiredDays.ts';
import type { SegmentRows } from './rows.ts';

/** Sessions whose days are remembered. */
const MAX_KNOWN_SESSIONS = 50_000;
/** Older files that are held open. */
const MAX_OPEN_DAYS = 8;

/** Names a session. */
export interface SessionOfTenant {
  readonly tenant: string;
  readonly session: string;
}

interface KnownSession {
  readonly days: string[];
  /** Entries whose file is gone. */
  readonly removed: readonly SequenceRun[];
}

interface OlderDay {
  readonly database: Database.Database;
  readonly has: Database.Statement<[SessionOfTenant & { seq: number }], number>;
}

/**
 * Knows which days each session wrote to, so that a segment that is sent again days later finds what is there.
 */
export class SessionDays {
  readonly #folder: string;
  readonly #meta: MetaWriter;
  readonly #sessions = new Map<string, KnownSession>();
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
      if (!this.#known(segment).days.includes(day)) added.set(keyOf(segment), segment);
    }
    if (added.size === 0) return;
    this.#meta.addSessionDays(day, added.values());
    for (const segment of added.values()) this.#known(segment).days.push(day);
  }

  /** Tells whether an entry lies in the file of another day than the given one, or has been removed since. */
  isInOlderDay(day: string, segment: SegmentRows, seq: number): boolean {
    const { tenant, session } = segment;
    const { days, removed } = this.#known(segment);
    for (const older of days) {
      if (older !== day && this.#dayFile(older)?.has.get({ tenant, session, seq })) return true;
    }
    return removed.length > 0 && isWithin(removed, seq);
  }

  /** What was known of sessions has changed. */
  forget(sessions: readonly SessionOfTenant[]): void {
    for (const session of sessions) this.#sessions.delete(keyOf(session));
  }

  closeDay(day: string): void {
    this.#open.get(day)?.database.close();
    this.#open.delete(day);
  }

  close(): void {
    for (const { database } of this.#open.values()) database.close();
    this.#open.clear();
  }

  #known(segment: SessionOfTenant): KnownSession {
    const key = keyOf(segment);
    let known = this.#sessions.get(key);
    if (!known) {
      if (this.#sessions.size >= MAX_KNOWN_SESSIONS) this.#sessions.clear();
      const { tenant, session } = segment;
      const removed = readRemains(this.#meta.database, tenant, session)?.removed ?? [];
      known = { days: this.#meta.daysOfSession(tenant, session), removed };
      this.#sessions.set(key, known);
    }
    return known;
  }

  #dayFile(day: string): OlderDay | undefined {
    const open = this.#open.get(day);
    if (open) return open;
    if (!hasDay(this.#folder, day)) return undefined;
    if (this.#open.size >= MAX_OPEN_DAYS) this.close();
    const database = openToRead(dayPath(this.#folder, day));
    const has = database
      .prepare<[SessionOfTenant & { seq: number }], number>(
        `SELECT 1 FROM entries WHERE tenant = @tenant AND session = @session AND seq = @seq
         UNION ALL SELECT 1 FROM removals
         WHERE tenant = @tenant AND session = @session AND first_seq <= @seq AND last_seq >= @seq`,
      )
      .pluck();
    const opened = { database, has };
    this.#open.set(day, opened);
    return opened;
  }
}

function keyOf({ tenant, session }: SessionOfTenant): string {
  return `${tenant}/${session}`;
}
