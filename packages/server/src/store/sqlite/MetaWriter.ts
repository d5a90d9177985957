import { NO_LEVEL_SETTINGS, randomBase62, type LevelSettings } from '@tailrace/protocol';
import type Database from 'better-sqlite3';
import type { AuditHead, AuditHeadChange } from '../../audit/AuditStore.ts';
import type { AccessKeyRecord, BrowserSessionRecord, KeyTerms } from '../../auth/AuthStore.ts';
import type { ClockState } from '../../retention/RetentionClock.ts';
import { changeLevels } from '../../settings/changeLevels.ts';
import { createEpoch } from './epoch.ts';
import { metaPath } from './folder.ts';
import { openToWrite } from './openDatabase.ts';
import { META_LAYOUT } from './schema.ts';

/** Begins the name of the setting that holds a tenant's levels. */
const LEVELS_OF = 'levels/';
/** Name of the setting that holds the secret of the audit trails. */
const AUDIT_KEY = 'audit_key';
/** Random base62 characters: 256 bits. */
const AUDIT_KEY_LENGTH = 43;
/** Begins the name of the setting that holds the end of a tenant's audit trail. */
const AUDIT_OF = 'audit/';
/** The setting that holds what is believed of the clock. */
const CLOCK = 'clock';

interface KeyRow extends Omit<AccessKeyRecord, 'token' | keyof KeyTerms> {
  readonly token: string | null;
  /** JSON of `KeyTerms`. */
  readonly terms: string;
}

/** A day of entries, and the first position that it could hold. */
export interface Day {
  readonly day: string;
  readonly first_position: number;
}

/** Levels that a tenant is to have, and the version that they were made from. */
export interface LevelsChange {
  readonly tenant: string;
  readonly levels: LevelSettings['levels'];
  readonly base: number | undefined;
}

/** Writes what outlives the days. */
export class MetaWriter {
  readonly database: Database.Database;
  readonly epoch: string;
  readonly #addSessionDay: Database.Statement;
  readonly #sessionDays: Database.Statement<[string, string], string>;

  constructor(folder: string) {
    this.database = openToWrite(metaPath(folder), META_LAYOUT);
    this.database
      .prepare(`INSERT INTO settings VALUES ('epoch', ?) ON CONFLICT DO NOTHING`)
      .run(createEpoch());
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

  days(): Day[] {
    return this.database.prepare<[], Day>('SELECT * FROM days ORDER BY day').all();
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
      .prepare<[], KeyRow>('SELECT * FROM keys ORDER BY created_at, rowid')
      .all()
      .map(({ token, terms, ...key }) => {
        return { ...key, ...(JSON.parse(terms) as KeyTerms), ...(token !== null && { token }) };
      });
  }

  addKeys(keys: readonly AccessKeyRecord[]): void {
    const add = this.database.prepare(
      'INSERT INTO keys (hash, tenant, name, role, token, created_at, terms) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.database.transaction(() => {
      for (const { hash, tenant, name, role, token, created_at, ...terms } of keys) {
        add.run(hash, tenant, name, role, token ?? null, created_at, JSON.stringify(terms));
      }
    })();
  }

  removeKey(hash: string): void {
    this.database.prepare('DELETE FROM keys WHERE hash = ?').run(hash);
  }

  auditHeads(): Map<string, AuditHead> {
    return new Map(this.#settingsNamed<AuditHead>(AUDIT_OF));
  }

  auditKey(): string {
    this.database
      .prepare('INSERT INTO settings VALUES (?, ?) ON CONFLICT DO NOTHING')
      .run(AUDIT_KEY, randomBase62(AUDIT_KEY_LENGTH));
    return this.database
      .prepare<[string], string>('SELECT value FROM settings WHERE name = ?')
      .pluck()
      .get(AUDIT_KEY)!;
  }

  setAuditHead({ tenant, head }: AuditHeadChange): void {
    this.#putSetting(AUDIT_OF + tenant, JSON.stringify(head));
  }

  clock(): ClockState | undefined {
    return this.#settingsNamed<ClockState>(CLOCK)[0]?.[1];
  }

  setClock(state: ClockState): void {
    this.#putSetting(CLOCK, JSON.stringify(state));
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

  levelSettings(): Map<string, LevelSettings> {
    return new Map(this.#settingsNamed<LevelSettings>(LEVELS_OF));
  }

  setLevels({ tenant, levels, base }: LevelsChange): LevelSettings | undefined {
    const name = LEVELS_OF + tenant;
    const value = this.database
      .prepare<[string], string>('SELECT value FROM settings WHERE name = ?')
      .pluck()
      .get(name);
    const before = value === undefined ? NO_LEVEL_SETTINGS : (JSON.parse(value) as LevelSettings);
    const changed = changeLevels(before, levels, base, Date.now());
    if (changed) this.#putSetting(name, JSON.stringify(changed));
    return changed;
  }

  /** Settings whose names begin alike, by the rest of their names. */
  #settingsNamed<T>(prefix: string): [rest: string, value: T][] {
    return this.database
      .prepare<[string], { name: string; value: string }>('SELECT * FROM settings WHERE name GLOB ?')
      .all(`${prefix}*`)
      .map(({ name, value }) => [name.slice(prefix.length), JSON.parse(value) as T]);
  }

  #putSetting(name: string, value: string): void {
    this.database
      .prepare('INSERT INTO settings VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value')
      .run(name, value);
  }
}
