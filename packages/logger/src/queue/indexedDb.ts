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
  const apply = ({ put = [], settled = [], dropped = [], reported = [] }: QueueChange): Promise<void> => {
    const [segments, drops, done, tx] = begin('readwrite');
    for (const segment of put) segments.put(segment, keyOf(segment));
    for (const head of settled) segments.delete(keyOf(head));
    for (const drop of dropped) drops.put(1, drop as unknown as IDBValidKey);
    for (const drop of reported) drops.delete(drop as unknown as IDBValidKey);
    // In the caller's task: a page that is gone in the next one has it written all the same. And no transaction
    // waits for this thread, so that none holds up another that must be written before the page ends.
    tx.commit();
    return done;
  };
  const list = async (): Promise<QueueContents> => {
    const [segments, drops, , tx] = begin('readonly');
    const heads = resultOf(segments.getAllKeys());
    const keys = resultOf(drops.getAllKeys(null, MAX_REPORTED_DROPS));
    tx.commit();
    return {
      segments: (await heads).map((key) => headOf(key as Key)),
      drops: (await keys) as unknown as Drop[],
    };
  };
  const trim = async (share: number): Promise<void> => {
    uncounted = 0;
    const { entries, size } = limits();
    const evicted = evict((await list()).segments, { entries: entries * share, size: size * share });
    if (evicted.settled.length === 0) return;
    await apply(evicted);
    onEvicted(evicted);
  };

  await trim(1);
  return {
    async write(change) {
      await apply(change).catch(async (error: unknown) => {
        if ((error as Error | null)?.name !== 'QuotaExceededError') throw error;
        // In a full storage even a small write fails, but deleting works.
        await trim(0.5);
        await apply(change);
      });
      uncounted += countEntries(change.put ?? []);
      if (uncounted > UNCOUNTED_ENTRIES) await trim(1);
    },
    list,
    async read(heads) {
      const [segments, , , tx] = begin('readonly');
      const found = heads.map((head) => resultOf<QueuedSegment | undefined>(segments.get(keyOf(head))));
      tx.commit();
      return (await Promise.all(found)).filter((segment) => segment !== undefined);
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

function headOf([created, session, from, to, size, severity]: Key): SegmentHead {
  return { created, session, from, to, size, severity };
}

function resultOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error!);
  });
}
