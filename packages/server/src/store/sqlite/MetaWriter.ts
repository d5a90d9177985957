import { randomBase62 } from '@tailrace/protocol';
import type Database from 'better-sqlite3';
import type { AccessKeyRecord, BrowserSessionRecord } from '../../auth/AuthStore.ts';
import { metaPath } from './folder.ts';
import { openToWrite } from './openDatabase.ts';
import { META_SCHEMA } from './schema.ts';

const EPOCH_LENGTH = 8;

/** A day of entries, and the first position that it could hold. */
export interface Day {
  readonly day: string;
  readonly first_position: number;
}

/** Writes what outlives the days. */
export class MetaWriter {
  readonly database: Database.Database;
  readonly epoch: string;
  readonly #addSessionDay: Database.Statement;
  readonly #sessionDays: Database.Statement<[string, string], string>;

  constructor(folder: string) {
    this.database = openToWrite(metaPath(folder), META_SCHEMA);
    this.database
      .prepare(`INSERT INTO settings VALUES ('epoch', ?) ON CONFLICT DO NOTHING`)
      .run(randomBase62(EPOCH_LENGTH));
    this.epoch = this.database
      .prepare<[], string>(`SELECT value FROM settings WHERE name = 'epoch'`)
      .pluck()
      .get()!;
    this.#addSessionDay = this.database.prepare(
      'INSERT INTO session_days VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
    );
    this.#sessionDays = this.database
      .prepare<[string, string], string>('SELECT day FROM session_days WHERE tenant = ? AND session = ?')
      .pluck();
  }

  lastDay(): Day | undefined {
    return this.database.prepare<[], Day>('SELECT * FROM days ORDER BY day DESC LIMIT 1').get();
  }

  addDay(day: Day): void {
    this.database
      .prepare('INSERT INTO days VALUES (?, ?) ON CONFLICT DO NOTHING')
      .run(day.day, day.first_position);
  }

  daysOfSession(tenant: string, session: string): string[] {
    return this.#sessionDays.all(tenant, session);
  }

  addSessionDays(
    day: string,
    sessions: Iterable<{ readonly tenant: string; readonly session: string }>,
  ): void {
    this.database.transaction(() => {
      for (const { tenant, session } of sessions) this.#addSessionDay.run(tenant, session, day);
    })();
  }

  keys(): AccessKeyRecord[] {
    return this.database
      .prepare<[], AccessKeyRecord>('SELECT hash, tenant, name, role, token FROM keys')
      .all()
      .map(({ token, ...key }) => (token ? { ...key, token } : key));
  }

  addKeys(keys: readonly AccessKeyRecord[]): void {
    const add = this.database.prepare('INSERT INTO keys VALUES (?, ?, ?, ?, ?, ?)');
    this.database.transaction(() => {
      for (const { hash, tenant, name, role, token } of keys) {
        add.run(hash, tenant, name, role, token ?? null, Date.now());
      }
    })();
  }

  browserSessions(): BrowserSessionRecord[] {
    return this.database
      .prepare<[], BrowserSessionRecord>('SELECT hash, tenant, role, expires_at FROM browser_sessions')
      .all();
  }

  addBrowserSession({ hash, tenant, role, expires_at }: BrowserSessionRecord): void {
    this.database.prepare('DELETE FROM browser_sessions WHERE expires_at < ?').run(Date.now());
    this.database
      .prepare('INSERT INTO browser_sessions VALUES (?, ?, ?, ?)')
      .run(hash, tenant, role, expires_at);
  }

  removeBrowserSession(hash: string): void {
    this.database.prepare('DELETE FROM browser_sessions WHERE hash = ?').run(hash);
  }
}
