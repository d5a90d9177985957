import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction } from 'idb';
import { BatchLimit } from './batchLimit.ts';
import { dropsOf, isUnreported, updateRecord } from './drops.ts';
import { chooseVictims, isOver, sizeOf, type Evictable } from './eviction.ts';
import {
  DEFAULT_QUEUE_LIMITS,
  type LogQueue,
  type NewSegment,
  type QueueBatch,
  type QueuedSegment,
  type QueueLimits,
  type QueueOptions,
  type SessionRecord,
  type SessionView,
  type Settlement,
} from './LogQueue.ts';

const VERSION = 1;
/** Milliseconds after which the record of a session that has reported everything is forgotten. */
const FORGET_SESSION_MS = 24 * 60 * 60 * 1000;

/** All that eviction and accounting need, so that neither reads a line: the parts of the index `heads`. */
type Head = [session: string, from: number, to: number, bytes: number, severity: number];

interface Schema extends DBSchema {
  segments: { key: number; value: NewSegment; indexes: { heads: Head } };
  sessions: { key: string; value: SessionRecord };
}

type WriteTransaction = IDBPTransaction<Schema, ('segments' | 'sessions')[], 'readwrite'>;

/** How a database is opened. */
export interface IndexedDbOptions extends QueueOptions {
  /** Is told when the connection ended without `close`: another version wants in, or the browser gave up. */
  readonly onClosed?: () => void;
}

/**
 * Opens the queue in IndexedDB; all tabs of an origin that open the same name share it.
 *
 * @throws when there is no IndexedDB, when it is refused, or when a newer version holds the database
 */
export async function openIndexedDb(name: string, options: IndexedDbOptions = {}): Promise<LogQueue> {
  let lost = () => {};
  const db = await openDB<Schema>(name, VERSION, {
    upgrade(database) {
      const segments = database.createObjectStore('segments', { autoIncrement: true });
      segments.createIndex('heads', ['session', 'from', 'to', 'bytes', 'severity']);
      database.createObjectStore('sessions', { keyPath: 'session' });
    },
    blocking: () => lost(),
    terminated: () => lost(),
  });
  if (!db.objectStoreNames.contains('segments') || !db.objectStoreNames.contains('sessions')) {
    db.close();
    throw new Error(`The database ${name} has lost its object stores.`);
  }
  lost = () => {
    db.close();
    options.onClosed?.();
  };
  const queue = new IndexedDbQueue(db, options);
  await queue.lookAround();
  return queue;
}

class IndexedDbQueue implements LogQueue {
  readonly #db: IDBPDatabase<Schema>;
  readonly #options: IndexedDbOptions;
  /** What this tab believes; other tabs change it too, so it is counted anew before anything is given up. */
  #size: QueueLimits = { entries: 0, bytes: 0 };

  constructor(db: IDBPDatabase<Schema>, options: IndexedDbOptions) {
    this.#db = db;
    this.#options = options;
  }

  /** Counts what is there, and forgets sessions of which nothing is left to say. */
  async lookAround(): Promise<void> {
    const tx = this.#db.transaction(['segments', 'sessions'], 'readwrite');
    this.#size = sizeOf(await readHeads(tx));
    const limit = Date.now() - FORGET_SESSION_MS;
    for (const record of await tx.objectStore('sessions').getAll()) {
      if (!isUnreported(record) && record.updated < limit)
        await tx.objectStore('sessions').delete(record.session);
    }
    await tx.done;
  }

  async put(segments: readonly NewSegment[]): Promise<readonly number[]> {
    let keys: readonly number[];
    try {
      keys = await this.#add(segments);
    } catch (error) {
      if ((error as Error).name !== 'QuotaExceededError') throw error;
      // In a full storage even a small write fails, but deleting works.
      await this.#trim({ entries: this.#size.entries / 2, bytes: this.#size.bytes / 2 });
      keys = await this.#add(segments);
    }
    const added = sizeOf(segments);
    this.#size = { entries: this.#size.entries + added.entries, bytes: this.#size.bytes + added.bytes };
    const limits = this.#options.limits ?? DEFAULT_QUEUE_LIMITS;
    if (isOver(this.#size, limits)) await this.#trim(limits);
    return keys;
  }

  async peek(accepts: (segment: NewSegment) => boolean = () => true): Promise<QueueBatch> {
    const tx = this.#db.transaction(['segments', 'sessions']);
    const limit = new BatchLimit();
    const segments: QueuedSegment[] = [];
    let cursor = await tx.objectStore('segments').openCursor();
    while (cursor) {
      if (accepts(cursor.value)) {
        if (!limit.admits(cursor.value)) break;
        segments.push({ ...cursor.value, key: cursor.primaryKey });
      }
      cursor = await cursor.continue();
    }
    const sent = new Set(segments.map(({ session }) => session));
    const records = await tx.objectStore('sessions').getAll();
    const sessions = records.filter((record) => sent.has(record.session) || isUnreported(record));
    await tx.done;
    return { segments, sessions };
  }

  async settle({ segments = [], drops = [], reported = [] }: Settlement): Promise<void> {
    const tx = this.#db.transaction(['segments', 'sessions'], 'readwrite');
    const requests: Promise<unknown>[] = segments.map(({ key }) => tx.objectStore('segments').delete(key));
    for (const { session, ranges } of drops) requests.push(amend(tx, session, { ranges }));
    for (const { session, count } of reported) requests.push(amend(tx, session, { reported: count }));
    await Promise.all([...requests, tx.done]);
    const removed = sizeOf(segments);
    this.#size = {
      entries: Math.max(0, this.#size.entries - removed.entries),
      bytes: Math.max(0, this.#size.bytes - removed.bytes),
    };
  }

  async inspect(session: string): Promise<SessionView> {
    const tx = this.#db.transaction(['segments', 'sessions']);
    const [heads, record] = await Promise.all([
      readHeads(tx, IDBKeyRange.bound([session], [session, []])),
      tx.objectStore('sessions').get(session),
      tx.done,
    ]);
    return { waiting: new Set(heads.map(({ from }) => from)), dropped: record?.dropped ?? [] };
  }

  close(): void {
    this.#db.close();
  }

  /** Everything up to `commit` happens in the caller's task: a crash right after it loses nothing. */
  async #add(segments: readonly NewSegment[]): Promise<readonly number[]> {
    const tx = this.#db.transaction('segments', 'readwrite');
    const requests = segments.map((segment) => tx.store.add(segment));
    tx.commit();
    const [keys] = await Promise.all([Promise.all(requests), tx.done]);
    return keys;
  }

  async #trim(limits: QueueLimits): Promise<void> {
    const tx = this.#db.transaction(['segments', 'sessions'], 'readwrite');
    const heads = await readHeads(tx);
    const victims = chooseVictims(heads, limits);
    const drops = dropsOf(victims, 'queue_full');
    const requests: Promise<unknown>[] = victims.map(({ key }) => tx.objectStore('segments').delete(key));
    for (const { session, ranges } of drops) requests.push(amend(tx, session, { ranges }));
    await Promise.all([...requests, tx.done]);
    const [all, gone] = [sizeOf(heads), sizeOf(victims)];
    this.#size = { entries: all.entries - gone.entries, bytes: all.bytes - gone.bytes };
    if (drops.length > 0) this.#options.onEvicted?.(drops);
  }
}

async function amend(
  tx: WriteTransaction,
  session: string,
  change: Parameters<typeof updateRecord>[2],
): Promise<void> {
  const store = tx.objectStore('sessions');
  const record = await store.get(session);
  if (record || change.ranges) await store.put(updateRecord(session, record, change));
}

async function readHeads(
  tx: IDBPTransaction<Schema, ('segments' | 'sessions')[], 'readwrite' | 'readonly'>,
  range?: IDBKeyRange,
): Promise<(Evictable & { session: string })[]> {
  const heads: (Evictable & { session: string })[] = [];
  let cursor = await tx.objectStore('segments').index('heads').openKeyCursor(range);
  while (cursor) {
    const [session, from, to, bytes, severity] = cursor.key;
    heads.push({ key: cursor.primaryKey, session, from, to, bytes, severity });
    cursor = await cursor.continue();
  }
  return heads;
}
