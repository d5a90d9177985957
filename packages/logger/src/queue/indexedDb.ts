import { countEntries, evict } from './eviction.ts';
import {
  MAX_REPORTED_DROPS,
  type Drop,
  type LogQueue,
  type QueueChange,
  type QueueContents,
  type QueuedSegment,
  type QueueLimits,
  type SegmentHead,
} from './LogQueue.ts';

const VERSION = 1;
/** How many entries may come in between two looks at how full the queue is: other tabs fill it, too. */
const UNCOUNTED_ENTRIES = 1000;

/** Holds all that choosing and accounting need, so that neither reads a line; in the order of creation. */
type Key = [created: number, session: string, from: number, to: number, size: number, severity: number];

/** How a database is opened. */
export interface IndexedDbOptions {
  /** How much it may hold at the moment. */
  readonly limits: () => QueueLimits;
  /** Is told what was given up to keep within the limits; it is recorded already. */
  readonly onEvicted: (evicted: QueueChange) => void;
  /** Is told when the connection ended without `close`: another version wants in, or the browser gave up. */
  readonly onClosed: () => void;
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

  /** The two stores, and when the transaction is durable. */
  const begin = (mode: IDBTransactionMode) => {
    const tx = db.transaction(['segments', 'drops'], mode);
    const done = new Promise<void>((resolve, reject) => {
      tx.oncomplete = () => resolve();
      // A full quota shows here, and not at a request.
      tx.onabort = () => reject(tx.error!);
    });
    // Where a request fails first, nobody waits for the transaction.
    done.catch(() => {});
    return [tx.objectStore('segments'), tx.objectStore('drops'), done, tx] as const;
  };
  const apply = (
    [segments, drops, done, tx]: ReturnType<typeof begin>,
    { put = [], settled = [], dropped = [], reported = [] }: QueueChange,
  ): Promise<void> => {
    for (const segment of put) segments.put(segment, keyOf(segment));
    for (const head of settled) segments.delete(keyOf(head));
    for (const drop of dropped) drops.put(1, drop as unknown as IDBValidKey);
    for (const drop of reported) drops.delete(drop as unknown as IDBValidKey);
    // In the caller's task: a page that is gone in the next one has it written all the same.
    tx.commit();
    return done;
  };
  const trim = async (share: number): Promise<void> => {
    uncounted = 0;
    const transaction = begin('readwrite');
    const { entries, size } = limits();
    const evicted = evict(await readHeads(transaction[0]), { entries: entries * share, size: size * share });
    await apply(transaction, evicted);
    if (evicted.settled.length > 0) onEvicted(evicted);
  };

  await trim(1);
  return {
    async write(change) {
      await apply(begin('readwrite'), change).catch(async (error: unknown) => {
        if ((error as Error | null)?.name !== 'QuotaExceededError') throw error;
        // In a full storage even a small write fails, but deleting works.
        await trim(0.5);
        await apply(begin('readwrite'), change);
      });
      uncounted += countEntries(change.put ?? []);
      if (uncounted > UNCOUNTED_ENTRIES) await trim(1);
    },
    async list(): Promise<QueueContents> {
      const [segments, drops] = begin('readonly');
      const [heads, keys] = await Promise.all([
        readHeads(segments),
        resultOf(drops.getAllKeys(null, MAX_REPORTED_DROPS)),
      ]);
      return { segments: heads, drops: keys as unknown as Drop[] };
    },
    async read(heads) {
      const [segments] = begin('readonly');
      const found = await Promise.all(
        heads.map((head) => resultOf<QueuedSegment | undefined>(segments.get(keyOf(head)))),
      );
      return found.filter((segment) => segment !== undefined);
    },
    close: () => db.close(),
  };
}

async function openDatabase(name: string): Promise<IDBDatabase> {
  const request = indexedDB.open(name, VERSION);
  request.onupgradeneeded = () => {
    for (const store of ['segments', 'drops']) request.result.createObjectStore(store);
  };
  const db = await resultOf(request);
  if (db.objectStoreNames.length > 1) return db;
  db.close();
  throw new Error(`The database ${name} has lost its object stores.`);
}

function keyOf({ created, session, from, to, size, severity }: SegmentHead): Key {
  return [created, session, from, to, size, severity];
}

async function readHeads(segments: IDBObjectStore): Promise<SegmentHead[]> {
  const keys = (await resultOf(segments.getAllKeys())) as Key[];
  return keys.map(([created, session, from, to, size, severity]) => ({
    created,
    session,
    from,
    to,
    size,
    severity,
  }));
}

function resultOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error!);
  });
}
