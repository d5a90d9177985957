import { SHIPPER_BATCH_ENTRIES } from '@tailrace/protocol';
import { takeBatch } from './batch.ts';
import { amend, isUnreported, recordsToReport } from './drops.ts';
import { evict, sizeOf } from './eviction.ts';
import {
  type Accepts,
  type LogQueue,
  type QueueBatch,
  type QueuedSegment,
  type QueueLimits,
  type SegmentHead,
  type SessionRecord,
  type SessionView,
  type Settlement,
} from './LogQueue.ts';

const VERSION = 1;
const SEGMENTS = 'segments';
const SESSIONS = 'sessions';
/** Milliseconds after which the record of a session that has reported everything is forgotten. */
const FORGET_SESSION_MS = 24 * 60 * 60 * 1000;
/** How much of the limit may come in between two counts of the queue. */
const UNCOUNTED_SHARE = 0.05;

/** Holds all that choosing and accounting need, so that neither reads a line; in the order of creation. */
type Key = [created: number, session: string, from: number, to: number, bytes: number, severity: number];

/** How a database is opened. */
export interface IndexedDbOptions {
  readonly limits: QueueLimits;
  /** Is told what was given up to keep within the limits; it is recorded already. */
  readonly onEvicted: (evicted: Settlement) => void;
  /** Is told when the connection ended without `close`: another version wants in, or the browser gave up. */
  readonly onClosed: () => void;
}

/**
 * Opens the queue in IndexedDB; all tabs of an origin that open the same name share it.
 *
 * @throws when IndexedDB is refused, or when a newer version holds the database
 */
export async function openIndexedDb(name: string, options: IndexedDbOptions): Promise<LogQueue> {
  const request = indexedDB.open(name, VERSION);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(SEGMENTS);
    request.result.createObjectStore(SESSIONS, { keyPath: 'session' });
  };
  const db = await resultOf(request);
  if (db.objectStoreNames.length < 2) {
    db.close();
    throw new Error(`The database ${name} has lost its object stores.`);
  }
  db.onversionchange = db.onclose = () => {
    db.close();
    options.onClosed();
  };
  const queue = new IndexedDbQueue(db, options);
  await queue.forgetSessions();
  return queue;
}

class IndexedDbQueue implements LogQueue {
  readonly #db: IDBDatabase;
  readonly #options: IndexedDbOptions;
  /** Entries put since the queue was last counted: other tabs fill it too, so a count of one's own says little. */
  #uncounted = 0;

  constructor(db: IDBDatabase, options: IndexedDbOptions) {
    this.#db = db;
    this.#options = options;
  }

  /** Forgets sessions of which nothing is left to say. */
  async forgetSessions(): Promise<void> {
    const { sessions, done } = this.#begin('readwrite');
    const limit = Date.now() - FORGET_SESSION_MS;
    for (const record of await resultOf<SessionRecord[]>(sessions.getAll())) {
      if (!isUnreported(record) && record.updated < limit) sessions.delete(record.session);
    }
    await done;
  }

  async put(added: readonly QueuedSegment[]): Promise<void> {
    const { limits } = this.#options;
    await this.#add(added).catch(async (error: unknown) => {
      if ((error as Error | null)?.name !== 'QuotaExceededError') throw error;
      // In a full storage even a small write fails, but deleting works.
      await this.#trim((size) => ({ entries: size.entries / 2, bytes: size.bytes / 2 }));
      await this.#add(added);
    });
    this.#uncounted += sizeOf(added).entries;
    if (this.#uncounted > limits.entries * UNCOUNTED_SHARE) await this.#trim(() => limits);
  }

  async peek(accepts?: Accepts): Promise<QueueBatch> {
    const { segments, sessions } = this.#begin('readonly');
    // Every segment has an entry at least, so more heads than that can only be needed to choose among.
    const heads = await readHeads(segments, accepts ? undefined : SHIPPER_BATCH_ENTRIES);
    const batch = takeBatch(accepts ? heads.filter(accepts) : heads);
    const [records, found] = await Promise.all([
      resultOf<SessionRecord[]>(sessions.getAll()),
      Promise.all(batch.map((head) => resultOf<QueuedSegment>(segments.get(keyOf(head))))),
    ]);
    return { segments: found, sessions: recordsToReport(records, batch) };
  }

  settle(settlement: Settlement): Promise<void> {
    return this.#apply(this.#begin('readwrite'), settlement);
  }

  async inspect(session: string): Promise<SessionView> {
    const { segments, sessions, done } = this.#begin('readonly');
    const [heads, record] = await Promise.all([
      readHeads(segments),
      resultOf<SessionRecord | undefined>(sessions.get(session)),
      done,
    ]);
    const own = heads.filter((head) => head.session === session);
    return { waiting: new Set(own.map(({ from }) => from)), record };
  }

  close(): void {
    this.#db.close();
  }

  /** Everything up to `commit` happens in the caller's task: a crash right after it loses nothing. */
  #add(added: readonly QueuedSegment[]): Promise<void> {
    const { segments, done, tx } = this.#begin('readwrite');
    for (const segment of added) segments.put(segment, keyOf(segment));
    tx.commit();
    return done;
  }

  /** @param limitsFor what may stay, given what is there */
  async #trim(limitsFor: (size: QueueLimits) => QueueLimits): Promise<void> {
    const transaction = this.#begin('readwrite');
    const heads = await readHeads(transaction.segments);
    const evicted = evict(heads, limitsFor(sizeOf(heads)));
    await this.#apply(transaction, evicted);
    this.#uncounted = 0;
    if (evicted.segments.length > 0) this.#options.onEvicted(evicted);
  }

  async #apply({ segments, sessions, done }: Transaction, settlement: Settlement): Promise<void> {
    for (const head of settlement.segments) segments.delete(keyOf(head));
    for (const change of settlement.changes) {
      sessions.put(amend(await resultOf<SessionRecord | undefined>(sessions.get(change.session)), change));
    }
    await done;
  }

  #begin(mode: IDBTransactionMode): Transaction {
    const tx = this.#db.transaction([SEGMENTS, SESSIONS], mode);
    const done = new Promise<void>((resolve, reject) => {
      tx.oncomplete = () => resolve();
      // A full quota shows here, and not at a request.
      tx.onabort = () => reject(tx.error!);
    });
    // Where a request fails first, nobody waits for the transaction.
    done.catch(() => {});
    return { done, tx, segments: tx.objectStore(SEGMENTS), sessions: tx.objectStore(SESSIONS) };
  }
}

interface Transaction {
  readonly tx: IDBTransaction;
  readonly segments: IDBObjectStore;
  readonly sessions: IDBObjectStore;
  /** Rejects when the transaction was aborted. */
  readonly done: Promise<void>;
}

function keyOf({ created, session, from, to, bytes, severity }: SegmentHead): Key {
  return [created, session, from, to, bytes, severity];
}

async function readHeads(segments: IDBObjectStore, count?: number): Promise<SegmentHead[]> {
  const keys = (await resultOf(segments.getAllKeys(null, count))) as Key[];
  return keys.map(([created, session, from, to, bytes, severity]) => ({
    created,
    session,
    from,
    to,
    bytes,
    severity,
  }));
}

function resultOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error!);
  });
}
