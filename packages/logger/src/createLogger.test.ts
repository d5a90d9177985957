import { setTimeout } from 'node:timers/promises';
import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { IngestServer, type Answer } from '../test/IngestServer.ts';
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
  await startLogger(page, server.port);
});
afterEach(async () => {
  await context.close();
  await server.stop();
});

function numbered(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix} ${index + 1}`);
}

async function untilStored(messages: readonly string[]): Promise<void> {
  await expect.poll(() => server.messages.toSorted(), { timeout: 20_000 }).toEqual(messages.toSorted());
}

async function rendererPids(): Promise<number[]> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
}

const status = (of: Page = page) => of.evaluate(() => window.logger.status);

describe('a logger in a page', { timeout: TEST_TIMEOUT_MS }, () => {
  it('delivers an entry with everything it carries, and says so', async () => {
    await page.evaluate(() => {
      window.logger
        .child('cart', { user_id: '42' })
        .with({ request_id: 'r1' })
        .error('Payment failed', { error: new TypeError('No', { cause: 'disk' }), amount: 12 });
    });
    await expect.poll(() => server.stored.size).toBe(1);
    const [line] = server.stored.values();
    expect(line).toMatchObject({
      seq: 1,
      level: 'error',
      source: 'test',
      logger: 'shop.cart',
      message: 'Payment failed',
      context: { user_id: '42', request_id: 'r1' },
      metadata: { amount: 12 },
      error: { name: 'TypeError', message: 'No', cause: { name: 'NonError', message: 'disk' } },
    });
    expect(server.requests[0]).toMatchObject({
      authorization: 'Bearer test-key',
      contentType: 'application/x-ndjson',
    });
    await expect
      .poll(() => status())
      .toMatchObject({
        emitted: 1,
        persisted: 1,
        queued: 0,
        sent: 1,
        dropped: {},
        storage: 'indexeddb',
        shipping: 'leader',
        delivery: { state: 'idle' },
      });
    expect([...server.headers.values()][0]).toMatchObject({ emitted: 1, resource: { app: 'test' } });
  });

  it('delivers a burst once, whatever the first answers are', async () => {
    const answers: Answer[] = [
      { status: 503, headers: { 'retry-after': '0' } },
      'cut',
      {
        status: 200,
        headers: { 'content-type': 'text/html' },
        body: '<h1>Please sign in to the network</h1>',
      },
    ];
    server.answers.push(...answers);
    await logNumbered(page, 'burst', 2500);
    await untilStored(numbered('burst', 2500));
    expect(server.duplicates).toBe(0);
    await expect.poll(() => status()).toMatchObject({ queued: 0, sent: 2500, dropped: {} });
  });

  it('finds the one entry that the server refuses as a whole, and delivers all others', async () => {
    server.answers.push((body) =>
      body.includes('"poison 7"')
        ? {
            status: 400,
            headers: { 'content-type': 'application/problem+json' },
            body: '{"code":"invalid_entry"}',
          }
        : undefined,
    );
    await logNumbered(page, 'poison', 40);
    await untilStored(numbered('poison', 40).filter((message) => message !== 'poison 7'));
    await expect
      .poll(() => status())
      .toMatchObject({ queued: 0, sent: 39, dropped: { rejected_invalid_entry: 1 } });
    await expect
      .poll(() => [...server.headers.values()][0]?.dropped)
      .toEqual([[7, 7, 'rejected_invalid_entry']]);
  });

  it('halves what is too large for the server', async () => {
    server.answers.push((body) => (body.length > 4000 ? { status: 413 } : undefined));
    await logNumbered(page, 'large', 100);
    await untilStored(numbered('large', 100));
    expect(server.requests.length).toBeGreaterThan(3);
  });

  it('records what the server rejects entry by entry', async () => {
    server.answers.push((body) => {
      const header = JSON.parse(body.split('\n')[0]!) as { session: string; from: number; to: number };
      server.answers.shift();
      const rejected = [{ seq: 2, code: 'too_deep', message: 'Flatten it.' }];
      const { session, from, to } = header;
      return {
        status: 200,
        body: JSON.stringify({
          segments: [{ session, from, to, accepted: 2, duplicates: 0, rejected }],
          levels: 0,
        }),
      };
    });
    await logNumbered(page, 'mixed', 3);
    await expect
      .poll(() => status())
      .toMatchObject({ queued: 0, sent: 2, dropped: { rejected_too_deep: 1 } });
  });

  it('waits as long as the server asks for, and says so', async () => {
    server.answers.push({
      status: 429,
      headers: { 'retry-after': '2' },
      body: '{"code":"too_many_requests"}',
    });
    await logNumbered(page, 'late', 1);
    await expect
      .poll(() => status())
      .toMatchObject({ delivery: { state: 'waiting', reason: 'too_many_requests' } });
    await untilStored(['late 1']);
    const [first, second] = server.requests;
    expect(second!.at - first!.at).toBeGreaterThan(1900);
  });

  it('keeps everything and says why when its key is refused', async () => {
    server.answers.push({ status: 401, body: '{"code":"unauthorized"}' });
    await logNumbered(page, 'locked', 3);
    await expect
      .poll(() => status())
      .toMatchObject({ queued: 3, delivery: { state: 'paused', reason: 'unauthorized' } });
    const after = await page.evaluate(() => window.logger.flush());
    expect(after).toMatchObject({ queued: 0, sent: 3 });
  });

  it('compresses on a slow network what is worth it, and on a fast one nothing', async () => {
    await logNumbered(page, 'fast', 100);
    await untilStored(numbered('fast', 100));
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 400,
      downloadThroughput: 50_000,
      uploadThroughput: 50_000,
      connectionType: 'cellular3g',
    });
    const isSlow = () =>
      page.evaluate(
        () => (navigator as { connection?: { effectiveType: string } }).connection!.effectiveType !== '4g',
      );
    await expect.poll(isSlow).toBe(true);
    const before = server.requests.length;
    await logNumbered(page, 'slow', 100);
    await untilStored([...numbered('fast', 100), ...numbered('slow', 100)]);
    expect(server.requests.slice(0, before).map(({ contentEncoding }) => contentEncoding)).toEqual(
      Array(before).fill(undefined),
    );
    for (const { contentEncoding, body, size } of server.requests.slice(before)) {
      expect(contentEncoding).toBe(body.length < 2048 ? undefined : 'gzip');
      expect(size).toBeLessThanOrEqual(contentEncoding ? body.length / 5 : body.length);
    }
    expect(server.requests.some(({ contentEncoding }) => contentEncoding === 'gzip')).toBe(true);
  });

  it('keeps what was logged offline over a reload, and delivers it then', async () => {
    await context.setOffline(true);
    await logNumbered(page, 'offline', 360);
    await page.evaluate(() => window.logger.persisted());
    expect(await status()).toMatchObject({ persisted: 360, queued: 360 });
    const failed = await page.evaluate(() => window.logger.flush());
    expect(failed.queued).toBe(360);
    await page.close();
    await context.setOffline(false);
    page = await context.newPage();
    await startLogger(page, server.port);
    await untilStored(numbered('offline', 360));
  });

  it('keeps what is logged in the very task in which the page goes away', async () => {
    server.answers.push(() => ({ status: 503 }));
    await expect.poll(() => status()).toMatchObject({ storage: 'indexeddb' });
    await page.evaluate(() => {
      window.addEventListener('pagehide', () => window.logger.info('from pagehide'));
      window.logger.info('just before');
      location.href = '/elsewhere';
    });
    await page.waitForURL('**/elsewhere');
    server.answers.splice(0);
    server.stored.clear();
    await startLogger(page, server.port);
    await untilStored(['just before', 'from pagehide']);
  });

  it('keeps what its storage had no time to write before the page went away', async () => {
    server.answers.push(() => ({ status: 503 }));
    await expect.poll(() => status()).toMatchObject({ storage: 'indexeddb' });
    const other = await context.newPage();
    await openLoggerPage(other, server.port);
    // All writes of the page stand behind this one, and are rolled back when the page goes away.
    await other.evaluate(async () => {
      const [{ name }] = (await indexedDB.databases()) as [{ name: string }];
      const opening = indexedDB.open(name);
      await new Promise((resolve) => opening.addEventListener('success', resolve));
      const store = opening.result.transaction('segments', 'readwrite').objectStore('segments');
      const hold = () => store.count().addEventListener('success', hold);
      hold();
    });
    await page.evaluate(() => {
      window.addEventListener('pagehide', () => window.logger.info('from pagehide'));
      window.logger.info('just before');
      location.href = '/elsewhere';
    });
    await page.waitForURL('**/elsewhere');
    expect(await other.evaluate(() => Object.keys(localStorage).length)).toBe(1);
    await other.close();
    server.answers.splice(0);
    server.stored.clear();
    await startLogger(page, server.port);
    await untilStored(['just before', 'from pagehide']);
    await expect.poll(() => page.evaluate(() => Object.keys(localStorage).length)).toBe(0);
  });

  it('sends its last words when the page goes away', async () => {
    await expect.poll(() => status()).toMatchObject({ storage: 'indexeddb' });
    await page.evaluate(() => {
      window.logger.info('last words');
      location.href = '/elsewhere';
    });
    await untilStored(['last words']);
  });

  it('ships by one tab for all, and the other tab learns of it', async () => {
    await expect.poll(() => status()).toMatchObject({ shipping: 'leader' });
    const other = await context.newPage();
    await startLogger(other, server.port);
    await logNumbered(page, 'first', 50);
    await logNumbered(other, 'second', 50);
    await untilStored([...numbered('first', 50), ...numbered('second', 50)]);
    expect(server.duplicates).toBe(0);
    await expect.poll(() => status(other)).toMatchObject({ shipping: 'follower', queued: 0, sent: 50 });
    await page.close();
    await expect.poll(() => status(other)).toMatchObject({ shipping: 'leader' });
    await logNumbered(other, 'third', 5);
    await expect.poll(() => server.messages.includes('third 5')).toBe(true);
    page = other;
  });

  it('lets a follower flush through the leader', async () => {
    await expect.poll(() => status()).toMatchObject({ shipping: 'leader' });
    const other = await context.newPage();
    await startLogger(other, server.port);
    await expect.poll(() => status(other)).toMatchObject({ shipping: 'follower', storage: 'indexeddb' });
    await logNumbered(other, 'flushed', 20);
    expect(await other.evaluate(() => window.logger.flush())).toMatchObject({ queued: 0, sent: 20 });
    expect(server.stored.size).toBe(20);
  });

  it('tells the server of a session of which the storage has lost everything', async () => {
    server.answers.push(() => ({ status: 503 }));
    await logNumbered(page, 'lost', 20);
    await page.evaluate(() => window.logger.persisted());
    const { session } = await status();
    await page.goto(`http://127.0.0.1:${server.port}/elsewhere`);
    await page.evaluate(async () => {
      for (const { name } of await indexedDB.databases()) {
        await new Promise((resolve) => {
          indexedDB.deleteDatabase(name!).onsuccess = resolve;
        });
      }
    });
    server.answers.splice(0);
    await startLogger(page, server.port);
    await expect
      .poll(() => server.headers.get(session), { timeout: 15_000 })
      .toMatchObject({ emitted: 20, from: 21, to: 20, dropped: [[1, 20, 'storage_lost']] });
    expect(server.messages).toEqual([]);
    await expect.poll(() => page.evaluate(() => Object.keys(localStorage))).toEqual([]);
  });

  it('has an error on its way to the disk when the log call returns', async () => {
    await expect.poll(() => status()).toMatchObject({ storage: 'indexeddb' });
    server.answers.push(() => ({ status: 503 }));
    const crashed = page.waitForEvent('crash');
    page
      .evaluate(() => {
        window.logger.info('before');
        window.logger.error('crash follows');
        // The task never ends, so nothing but the call itself can have written the entries.
        for (;;);
      })
      .catch(() => undefined);
    await setTimeout(500);
    for (const pid of await rendererPids()) process.kill(pid, 'SIGKILL');
    await crashed;
    server.answers.splice(0);
    server.stored.clear();
    page = await context.newPage();
    await startLogger(page, server.port);
    await untilStored(['before', 'crash follows']);
  });

  it('has the browser send what a crashed page could not, although nobody comes back', async () => {
    await expect.poll(() => status()).toMatchObject({ shipping: 'leader' });
    const crashed = page.waitForEvent('crash');
    page
      .evaluate(() => {
        window.logger.error('crash follows');
        for (;;);
      })
      .catch(() => undefined);
    await setTimeout(500);
    for (const pid of await rendererPids()) process.kill(pid, 'SIGKILL');
    await crashed;
    await untilStored(['crash follows']);
    // When it would be sent the page could not know; a time that is off would be taken for a clock that is.
    expect([...server.headers.values()].map(({ sent_at }) => sent_at)).toEqual([undefined]);
  });

  it('takes back from the browser what has arrived meanwhile', async () => {
    await expect.poll(() => status()).toMatchObject({ shipping: 'leader' });
    await page.evaluate(() => window.logger.error('arrives'));
    await untilStored(['arrives']);
    await expect.poll(() => status()).toMatchObject({ queued: 0 });
    await page.close();
    await setTimeout(1000);
    expect(server.duplicates).toBe(0);
  });

  it('ships for itself where there are no locks', async () => {
    await page.close();
    page = await context.newPage();
    await page.addInitScript(() => Object.defineProperty(navigator, 'locks', { value: undefined }));
    await startLogger(page, server.port);
    await logNumbered(page, 'alone', 3);
    await untilStored(numbered('alone', 3));
    expect(await status()).toMatchObject({ storage: 'indexeddb', shipping: 'leader' });
  });

  it('sends from memory, and says so, where storage is refused', async () => {
    const errors: string[] = [];
    page.on('console', (message) => errors.push(message.text()));
    await page.addInitScript(() => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('Refused', 'SecurityError');
      };
    });
    await startLogger(page, server.port);
    await logNumbered(page, 'memory', 150);
    await page.evaluate(() => window.logger.persisted());
    expect(await status()).toMatchObject({ storage: 'memory', shipping: 'leader' });
    await untilStored(numbered('memory', 150));
    expect(errors.filter((text) => text.includes('Tailrace logger'))).toHaveLength(1);
  });

  it('stores anew what it still has when the browser takes its storage away', async () => {
    server.answers.push(() => ({ status: 503, headers: { 'retry-after': '1' } }));
    await logNumbered(page, 'cleared', 20);
    await page.evaluate(() => window.logger.persisted());
    await page.evaluate(async () => {
      for (const { name } of await indexedDB.databases()) indexedDB.deleteDatabase(name!);
    });
    await expect.poll(() => status()).toMatchObject({ storage: 'indexeddb', persisted: 20, queued: 20 });
    server.answers.splice(0);
    await untilStored(numbered('cleared', 20));
    await expect.poll(() => status()).toMatchObject({ queued: 0, sent: 20 });
  });

  it('survives hostile arguments with an entry for each', async () => {
    const thrown = await page.evaluate(() => {
      const { proxy, revoke } = Proxy.revocable({}, {});
      revoke();
      const cyclic: Record<string, unknown> = {};
      cyclic.self = cyclic;
      const hostile: unknown[] = [
        window,
        document.body,
        proxy,
        cyclic,
        1n,
        Symbol('s'),
        () => 1,
        new Map([[cyclic, proxy]]),
        'x'.repeat(1e6),
        Array.from({ length: 1e5 }, () => 'y'),
        new Error('e', { cause: cyclic }),
        new DOMException('d', 'AbortError'),
        {
          get boom() {
            throw new Error('no');
          },
        },
        {
          toJSON() {
            throw new Error('no');
          },
        },
        null,
        undefined,
        Number.NaN,
        '\u0000\uD800',
      ];
      try {
        for (const value of hostile) {
          window.logger.error('hostile', value);
          window.logger.error(value);
          window.logger
            .with(value as Record<string, unknown>)
            .child(value as string)
            .info('child');
          window.logger.log(value as 'info', 'level', { error: value });
        }
        return undefined;
      } catch (error) {
        return String(error);
      }
    });
    expect(thrown).toBeUndefined();
    await expect.poll(() => status()).toMatchObject({ emitted: 72, queued: 0, sent: 72, dropped: {} });
    expect(server.requests.some(({ body }) => /\\u0000|\\ud800/.test(body))).toBe(false);
  });
});
