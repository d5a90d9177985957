import type { DroppedRange } from '@tailrace/protocol';
import type Database from 'better-sqlite3';
import { mergeRanges } from '../droppedRanges.ts';
import { dayPath } from './folder.ts';
import { openToWrite } from './openDatabase.ts';
import { firstArrival } from './removals.ts';
import { RollupWriter } from './RollupWriter.ts';
import type { EntryRow, SegmentRows } from './rows.ts';
import { DAY_LAYOUT } from './schema.ts';
import { StretchWriter } from './stretches.ts';

/** Resources whose number is remembered; more than one server's sessions have in common. */
const MAX_KNOWN_RESOURCES = 1000;

/** Writes one day's file. */
export class DayWriter {
  readonly day: string;
  readonly database: Database.Database;
  readonly #insertEntry: Database.Statement;
  readonly #insertWords: Database.Statement;
  readonly #insertKeys: Database.Statement;
  readonly #saveSession: Database.Statement;
  readonly #droppedOf: Database.Statement<[string, string], string>;
  readonly #rollups: RollupWriter;
  readonly #stretches: StretchWriter;
  readonly #resources = new Map<string, number>();

  constructor(folder: string, day: string) {
    this.day = day;
    this.database = openToWrite(dayPath(folder, day), DAY_LAYOUT);
    this.#insertEntry = this.database.prepare(
      'INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (tenant, session, seq) DO NOTHING',
    );
    this.#insertWords = this.database.prepare('INSERT INTO words (rowid, text) VALUES (?, ?)');
    this.#insertKeys = this.database.prepare('INSERT INTO keys (rowid, terms) VALUES (?, ?)');
    this.#saveSession = this.database.prepare(
      `INSERT INTO sessions VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET emitted = max(emitted, excluded.emitted), dropped = excluded.dropped`,
    );
    this.#droppedOf = this.database
      .prepare<[string, string], string>('SELECT dropped FROM sessions WHERE tenant = ? AND session = ?')
      .pluck();
    this.#rollups = new RollupWriter(this.database);
    this.#stretches = new StretchWriter(this.database);
  }

  /** Position of the last entry, if there is one. */
  lastPosition(): number | undefined {
    return (
      this.database.prepare<[], number | null>('SELECT max(position) FROM entries').pluck().get() ?? undefined
    );
  }

  /** Tells whether it may hold what a tenant sent before a time. */
  mayHold(before: number, tenant: string | undefined): boolean {
    const first = firstArrival(this.database);
    if (first === undefined || first >= before) return false;
    if (tenant === undefined) return true;
    return this.database.prepare('SELECT 1 FROM entries WHERE tenant = ? LIMIT 1').get(tenant) !== undefined;
  }

  saveSession({ tenant, session, emitted, dropped }: SegmentRows): void {
    const known = JSON.parse(this.#droppedOf.get(tenant, session) ?? '[]') as DroppedRange[];
    this.#saveSession.run(tenant, session, emitted, JSON.stringify(mergeRanges(known, dropped)));
  }

  /** @returns false when the entry is there already */
  insert(position: number, segment: SegmentRows, resourceId: number | null, row: EntryRow): boolean {
    const { tenant, session, receivedAt } = segment;
    const [seq, timestamp, severity, category, source, logger, stream, line, words, keys] = row;
    const { changes } = this.#insertEntry.run(
      position,
      tenant,
      session,
      seq,
      timestamp,
      receivedAt,
      severity,
      category,
      source,
      logger,
      stream,
      resourceId,
      line,
    );
    if (changes === 0) return false;
    this.#insertWords.run(position, words);
    this.#insertKeys.run(position, keys);
    this.#rollups.count(tenant, row);
    this.#stretches.count(position, timestamp);
    return true;
  }

  resourceId(resource: string | undefined): number | null {
    if (resource === undefined) return null;
    const known = this.#resources.get(resource);
    if (known !== undefined) return known;
    this.database.prepare('INSERT INTO resources (json) VALUES (?) ON CONFLICT DO NOTHING').run(resource);
    const id = this.database
      .prepare<[string], number>('SELECT id FROM resources WHERE json = ?')
      .pluck()
      .get(resource)!;
    if (this.#resources.size >= MAX_KNOWN_RESOURCES) this.#resources.clear();
    this.#resources.set(resource, id);
    return id;
  }

  /** Writes what the transaction adds to counts. To be called at its end. */
  flushCounts(): void {
    this.#rollups.flush();
    this.#stretches.flush();
  }

  /** What a transaction that was rolled back had remembered is not in the file. */
  forgetTransaction(): void {
    this.#resources.clear();
    this.#rollups.forget();
    this.#stretches.forget();
  }

  close(): void {
    try {
      this.database.pragma('wal_checkpoint(TRUNCATE)');
    } catch {
      // On a full disk what is in the WAL stays there: it is as safe, and the next to open the file finds it.
    }
    this.database.close();
  }
}
