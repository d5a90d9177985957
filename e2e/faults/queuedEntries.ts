import type { BrowserContext } from 'playwright';
import type {} from './page/lookout.ts';

/** How long a look into the queue may take: a stopped tab may hold the database. Milliseconds. */
const LOOK_TIMEOUT_MS = 10_000;

/** What waits in the browser: numbers of entries by load, and ranges that sessions gave up. */
export interface QueuedEntries {
  readonly numbers: ReadonlyMap<number, ReadonlySet<number>>;
  readonly records: number;
}

/**
 * Reads every IndexedDB database of an origin from a page without a logger, whatever its layout.
 *
 * @throws when the browser does not answer in time
 */
export async function readQueuedEntries(context: BrowserContext, origin: string): Promise<QueuedEntries> {
  const page = await context.newPage();
  try {
    await page.goto(`${origin}/blank?scripts=lookout.js`);
    const texts = await Promise.race([
      page.evaluate(() => window.readQueue()),
      page.waitForTimeout(LOOK_TIMEOUT_MS).then(() => {
        throw new Error('IndexedDB did not answer the harness');
      }),
    ]);
    const numbers = new Map<number, Set<number>>();
    for (const text of texts) {
      for (const [, load, n] of text.matchAll(/\bfault (\d+)\/(\d+)\b/g)) {
        const known = numbers.get(Number(load)) ?? new Set();
        numbers.set(Number(load), known.add(Number(n)));
      }
    }
    return { numbers, records: texts.length };
  } finally {
    await page.close();
  }
}
