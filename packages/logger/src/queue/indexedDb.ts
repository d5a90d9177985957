import { SHIPPER_BATCH_ENTRIES } from '@tailrace/protocol';
import { takeBatch } from './batch.ts';
import { amend, isUnreported, recordsToReport } from './drops.ts';
import { evict, sizeOf } from './eviction.ts';
import type {
  LogQueue,
  QueuedSegment,
  QueueLimits,
  SegmentHead,
  SessionRecord,
  Settlement,
} from './LogQueue.ts';

const VERSION = 1;
/** Milliseconds after which the record of a session that has reported everything is forgotten. */
const FORGET_SESSION_MS = 24 * 60 * 60 * 1000;
/** How much of the limit may come in between two counts of the queue: other tabs fill it, too. */
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

interface Transaction {
  readonly tx: IDBTransaction;
  readonly segments: IDBObjectStore;
  readonly sessions: IDBObjectStore;
  /** Rejects when the transaction was aborted. */
  readonly done: Promise<void>;
}

/**
 * Opens the queue in IndexedDB; all tabs of an origin that open the same name share it.
 *
 * @throws when IndexedDB is refused, or when a newer version holds the database
 */
export async function openIndexedDb(name: string, options: IndexedDbOptions): Promise<LogQueue> {
  const { limits, onEvicted, onClosed } = options;
  const db = await openDatabase(name);
  db.onversionchange = db.onclose = () => {
    db.close();
    onClosed();
  };
  let uncounted = 0;

  const begin = (mode: IDBTransactionMode): Transaction => {
    const tx = db.transaction(['segments', 'sessions'], mode);
    const done = new Promise<void>((resolve, reject) => {
      tx.oncomplete = () => resolve();
      // A full quota shows here, and not at a request.
      tx.onabort = () => reject(tx.error!);
    });
    // Where a request fails first, nobody waits for the transaction.
    done.catch(() => {});
    return { done, tx, segments: tx.objectStore('segments'), sessions: tx.objectStore('sessions') };
  };

  /** Everything up to `commit` happens in the caller's task: a crash right after it loses nothing. */
  const add = (added: readonly QueuedSegment[]): Promise<void> => {
    const { segments, done, tx } = begin('readwrite');
    for (const segment of added) segments.put(segment, keyOf(segment));
    tx.commit();
    return done;
  };

  const apply = async ({ segments, sessions, done }: Transaction, settlement: Settlement): Promise<void> => {
    for (const head of settlement.segments) segments.delete(keyOf(head));
    for (const change of settlement.changes) {
      const record = await resultOf<SessionRecord | undefined>(sessions.get(change.session));
      sessions.put(amend(record, change));
    }
    await done;
  };

  /** Makes room, and forgets old sessions. @param limitsFor what may stay, given what is there */
  const trim = async (limitsFor: (size: QueueLimits) => QueueLimits): Promise<void> => {
    const transaction = begin('readwrite');
    const { segments, sessions } = transaction;
    for (const record of await resultOf<SessionRecord[]>(sessions.getAll())) {
      const isOld = record.updated < Date.now() - FORGET_SESSION_MS;
      if (isOld && !isUnreported(record)) sessions.delete(record.session);
    }
    const heads = await readHeads(segments);
    const evicted = evict(heads, limitsFor(sizeOf(heads)));
    await apply(transaction, evicted);
    uncounted = 0;
    if (evicted.segments.length > 0) onEvicted(evicted);
  };

  await trim(() => limits);
  return {
    async put(added) {
      await add(added).catch(async (error: unknown) => {
        if ((error as Error | null)?.name !== 'QuotaExceededError') throw error;
        // In a full storage even a small write fails, but deleting works.
        await trim(({ entries, bytes }) => ({ entries: entries / 2, bytes: bytes / 2 }));
        await add(added);
      });
      uncounted += sizeOf(added).entries;
      if (uncounted > limits.entries * UNCOUNTED_SHARE) await trim(() => limits);
    },
    async peek(accepts) {
      const { segments, sessions } = begin('readonly');
      // Every segment has an entry at least, so more heads than that can only be needed to choose among.
      const heads = await readHeads(segments, accepts ? undefined : SHIPPER_BATCH_ENTRIES);
      const batch = takeBatch(accepts ? heads.filter(accepts) : heads);
      return {
        segments: await Promise.all(batch.map((head) => resultOf<QueuedSegment>(segments.get(keyOf(head))))),
        sessions: recordsToReport(await resultOf<SessionRecord[]>(sessions.getAll()), batch),
      };
    },
    settle: async (settlement) => apply(begin('readwrite'), settlement),
    async inspect(session) {
      const { segments, sessions } = begin('readonly');
      const own = (await readHeads(segments)).filter((head) => head.session === session);
      return {
        waiting: new Set(own.map(({ from }) => from)),
        record: await resultOf<SessionRecord | undefined>(sessions.get(session)),
      };
    },
    close: () => db.close(),
  };
}

async function openDatabase(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, VERSION);
  request.onupgradeneeded = () => {
    request.result.createObjectStore('segments');
    request.result.createObjectStore('sessions', { keyPath: 'session' });
  };
  const db = await resultOf(request);
  if (db.objectStoreNames.length > 1) return db;
  db.close();
  throw new Error(`The database ${name} has lost its object stores.`);
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
