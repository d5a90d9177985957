import { createLogger } from '@tailrace/logger';

/** Calls in one task: what an app may do between two frames. */
const CALLS_PER_TASK = 100;
/** Lines in one record: what the logger's own segments hold. */
const LINES_PER_RECORD = 100;

/** Milliseconds that the calls themselves took, all together. */
type Run = (count: number) => Promise<number>;

declare global {
  interface Window {
    runLogger: Run;
    runRawPut: Run;
  }
}

/** The logger as an app uses it, until the server has acknowledged everything. */
window.runLogger = async (count) => {
  const logger = createLogger({ url: location.origin, key: 'bench', source: 'bench' });
  await logger.persisted();
  const elapsed = await inTasks(count, (n) =>
    logger.info('Added to cart', { sku: 'KET-01', price: 3900, n }),
  );
  await logger.flush();
  if (logger.status.sent !== count) throw new Error(`Sent ${logger.status.sent} of ${count}`);
  await logger.close();
  return elapsed;
};

/** The least that a durable line costs: make it, and put a hundred of them at a time into IndexedDB. */
window.runRawPut = async (count) => {
  const database = await openDatabase();
  const lines: string[] = [];
  const puts: Promise<void>[] = [];
  const elapsed = await inTasks(count, (n) => {
    lines.push(
      JSON.stringify({
        seq: n,
        timestamp: new Date().toISOString(),
        level: 'info',
        source: 'bench',
        message: 'Added to cart',
        metadata: { sku: 'KET-01', price: 3900, n },
      }),
    );
    if (lines.length === LINES_PER_RECORD) puts.push(put(database, lines.splice(0).join('\n')));
  });
  await Promise.all(puts);
  database.close();
  return elapsed;
};

async function inTasks(count: number, call: (n: number) => void): Promise<number> {
  let elapsed = 0;
  for (let n = 0; n < count;) {
    const started = performance.now();
    for (let i = 0; i < CALLS_PER_TASK && n < count; i += 1, n += 1) call(n);
    elapsed += performance.now() - started;
    await new Promise((resolve) => setTimeout(resolve));
  }
  return elapsed;
}

function openDatabase(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open('raw', 1);
    request.addEventListener('upgradeneeded', () =>
      request.result.createObjectStore('lines', { autoIncrement: true }),
    );
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () =>
      reject(new Error('IndexedDB did not open', { cause: request.error })),
    );
  });
}

function put(database: IDBDatabase, record: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = database.transaction('lines', 'readwrite');
    transaction.objectStore('lines').add(record);
    transaction.addEventListener('complete', () => resolve());
    transaction.addEventListener('abort', () =>
      reject(new Error('The put was aborted', { cause: transaction.error })),
    );
  });
}
