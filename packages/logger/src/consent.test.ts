import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { IngestServer } from '../test/IngestServer.ts';
import { launchBrowser, loggerFiles, logNumbered, openLoggerPage, startLogger } from '../test/loggerPage.ts';

const TEST_TIMEOUT_MS = 60_000;

let browser: Browser;
let files: Awaited<ReturnType<typeof loggerFiles>>;
let server: IngestServer;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  files = await loggerFiles();
  browser = await launchBrowser();
}, TEST_TIMEOUT_MS);
afterAll(() => browser?.close());

beforeEach(async () => {
  server = new IngestServer(files);
  await server.start();
  context = await browser.newContext();
  page = await context.newPage();
});
afterEach(async () => {
  await context.close();
  await server.stop();
});

const status = (of: Page = page) => of.evaluate(() => window.logger.status);
const databases = () => page.evaluate(() => indexedDB.databases());
const storedLines = () =>
  page.evaluate(async () => {
    const lines: string[] = [];
    for (const { name } of await indexedDB.databases()) {
      const db = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name!);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error!);
      });
      const rows = await new Promise<{ lines: string }[]>((resolve, reject) => {
        const request = db.transaction('segments').objectStore('segments').getAll();
        request.onsuccess = () => resolve(request.result as { lines: string }[]);
        request.onerror = () => reject(request.error!);
      });
      lines.push(...rows.flatMap((row) => row.lines.split('\n')));
      db.close();
    }
    return lines;
  });

/** A logger that waits for consent, with all that could leave a trace. */
async function startPaused(of: Page = page): Promise<void> {
  await openLoggerPage(of, server.port);
  await of.evaluate((port) => {
    const { createLogger, serverLevels, limitRate, foldRepeats } = window.tailrace;
    window.logger = createLogger({
      url: `http://localhost:${port}`,
      key: 'test-key',
      source: 'test',
      paused: true,
      processors: [serverLevels(), limitRate(), foldRepeats()],
    });
  }, server.port);
}

/** Goes through all moments at which something could be stored or sent. */
async function livePage(): Promise<void> {
  await page.evaluate(async () => {
    window.logger.info('before consent');
    window.logger.error('failed before consent');
    await Promise.race([window.logger.flush(), new Promise((resolve) => setTimeout(resolve, 1500))]);
    window.dispatchEvent(new Event('online'));
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    window.dispatchEvent(new Event('pagehide'));
    window.dispatchEvent(new Event('pageshow'));
    Object.defineProperty(document, 'visibilityState', { value: 'visible', configurable: true });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    await new Promise((resolve) => setTimeout(resolve, 500));
  });
}

describe('consent', { timeout: TEST_TIMEOUT_MS }, () => {
  it('paused from the start, leaves no trace in storage nor on the wire, also when the page goes', async () => {
    const seen: string[] = [];
    await startPaused();
    page.on('request', (request) => seen.push(request.url()));
    await livePage();
    expect(await databases()).toEqual([]);
    expect(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie])).toEqual([
      0,
      0,
      '',
    ]);
    expect(await status()).toMatchObject({ emitted: 2, queued: 2, storage: 'opening' });
    await page.goto(`http://127.0.0.1:${server.port}/elsewhere`);
    expect(await databases()).toEqual([]);
    expect(seen.filter((url) => url.includes('/api/'))).toEqual([]);
    expect([server.requests, server.levelAnswers]).toEqual([[], []]);
  });

  it('sends what came before consent once it is given, even when that is said twice', async () => {
    await startPaused();
    await livePage();
    await page.evaluate(() => {
      window.logger.resume();
      window.logger.resume();
      window.logger.info('after consent');
    });
    const expected = ['before consent', 'failed before consent', 'after consent'];
    await expect.poll(() => server.messages.toSorted()).toEqual(expected.toSorted());
    await expect
      .poll(() => status())
      .toMatchObject({ queued: 0, sent: 3, storage: 'indexeddb', shipping: 'leader' });
    expect(server.duplicates).toBe(0);
  });

  it('opens one connection, however often it is paused and resumed while storage opens', async () => {
    await openLoggerPage(page, server.port);
    const opened = await page.evaluate(async (port) => {
      let count = 0;
      const open = indexedDB.open.bind(indexedDB);
      IDBFactory.prototype.open = (...args) => {
        count += 1;
        return open(...args);
      };
      const { createLogger } = window.tailrace;
      window.logger = createLogger({ url: `http://localhost:${port}`, key: 'test-key', source: 'test' });
      for (let round = 0; round < 3; round += 1) {
        window.logger.pause();
        window.logger.resume();
      }
      window.logger.info('once');
      await window.logger.flush();
      return count;
    }, server.port);
    expect(opened).toBe(1);
    expect(server.messages).toEqual(['once']);
  });

  it('withdrawn, stores and sends nothing from then on, and all of it after it is given again', async () => {
    await startLogger(page, server.port);
    await logNumbered(page, 'early', 3);
    await expect.poll(() => server.stored.size).toBe(3);
    // Not before the page has had the answer, and has deleted what it is about.
    await expect.poll(storedLines).toEqual([]);
    await page.evaluate(() => window.logger.pause());
    const requests = server.requests.length;
    await livePage();
    expect(server.requests).toHaveLength(requests);
    expect(await storedLines()).toEqual([]);
    await page.evaluate(() => window.logger.resume());
    await expect.poll(() => server.stored.size).toBe(5);
    await expect.poll(() => status()).toMatchObject({ queued: 0, sent: 5 });
  });

  it('withdrawn in the tab that sends for all, lets another one send', async () => {
    await startLogger(page, server.port);
    await expect.poll(() => status()).toMatchObject({ shipping: 'leader' });
    const other = await context.newPage();
    await startLogger(other, server.port);
    await page.evaluate(() => window.logger.pause());
    await expect.poll(() => status(other)).toMatchObject({ shipping: 'leader' });
    await logNumbered(other, 'other', 5);
    await expect.poll(() => server.stored.size).toBe(5);
    await page.evaluate(() => window.dispatchEvent(new Event('pageshow')));
    await page.evaluate(() => window.logger.resume());
    await logNumbered(page, 'again', 5);
    await expect.poll(() => server.stored.size).toBe(10);
    await expect.poll(() => status()).toMatchObject({ queued: 0, shipping: 'follower' });
  });

  it('forgets what waits, what earlier pages left and what other tabs stored, and counts it', async () => {
    server.answers.push(() => ({ status: 503, headers: { 'retry-after': '3600' } }));
    await startLogger(page, server.port);
    await logNumbered(page, 'earlier page', 4);
    await page.evaluate(() => window.logger.persisted());
    const earlier = (await status()).session;
    const other = await context.newPage();
    await page.close();
    await startLogger(other, server.port);
    await logNumbered(other, 'other tab', 3);
    await other.evaluate(() => window.logger.persisted());
    page = await context.newPage();
    await startLogger(page, server.port);
    await logNumbered(page, 'mine', 2);
    await page.evaluate(() => window.logger.persisted());
    expect(await storedLines()).toHaveLength(9);

    await page.evaluate(() => window.logger.forget());
    expect(await storedLines()).toEqual([]);
    expect(await status()).toMatchObject({ emitted: 2, queued: 0, sent: 0, dropped: { consent: 2 } });
    await expect
      .poll(() => status(other))
      .toMatchObject({ emitted: 3, queued: 0, sent: 0, dropped: { consent: 3 } });

    await other.close();
    await page.reload();
    server.answers.splice(0);
    await startLogger(page, server.port);
    await logNumbered(page, 'after', 1);
    await expect.poll(() => server.messages).toEqual(['after 1']);
    await expect.poll(() => server.headers.get(earlier)?.dropped).toEqual([[1, 4, 'consent']]);
    const counted = () =>
      server.dropped.filter(([, , reason]) => reason === 'consent').toSorted((a, b) => a[1] - b[1]);
    await expect.poll(counted).toEqual([
      [1, 2, 'consent'],
      [1, 3, 'consent'],
      [1, 4, 'consent'],
    ]);
  });

  it('forgets what earlier pages left although consent was never given to this one', async () => {
    server.answers.push(() => ({ status: 503, headers: { 'retry-after': '3600' } }));
    await startLogger(page, server.port);
    await logNumbered(page, 'earlier page', 4);
    await page.evaluate(() => window.logger.persisted());
    await startPaused();
    await page.evaluate(async () => {
      window.logger.info('never');
      await window.logger.forget();
    });
    expect(await storedLines()).toEqual([]);
    expect(await status()).toMatchObject({ emitted: 1, queued: 0, dropped: { consent: 1 } });
    const requests = server.requests.length;
    await livePage();
    expect(server.requests).toHaveLength(requests);
    expect(await storedLines()).toEqual([]);
  });

  it('given, closed at once: what was logged is in storage although that was still opening', async () => {
    server.answers.push(() => ({ status: 503 }));
    await openLoggerPage(page, server.port);
    await page.evaluate(async (port) => {
      const { createLogger } = window.tailrace;
      const logger = createLogger({ url: `http://localhost:${port}`, key: 'test-key', source: 'test' });
      logger.info('closed at once');
      await logger.close();
    }, server.port);
    expect(await storedLines()).toMatchObject([expect.stringContaining('closed at once')]);
  });
});
