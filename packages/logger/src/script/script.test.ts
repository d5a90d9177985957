import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { buildScript } from '../../scripts/buildScript.mjs';
import { IngestServer } from '../../test/IngestServer.ts';
import { launchBrowser } from '../../test/loggerPage.ts';
import type { Logger } from '../Logger.ts';
import type { TailraceGlobal } from './global.ts';

declare global {
  interface Window {
    Tailrace: TailraceGlobal & { loader?: { calls: unknown[] } };
    shop: Logger;
  }
}

const NONCE = 'n0nce';
let browser: Browser;
let server: IngestServer;
let page: Page;
let script: string;
let captures: string;
let loader: string;
const files = new Map<string, { type: string; body: string }>();

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tailrace-script-'));
  await buildScript(folder);
  script = await readFile(join(folder, 'tailrace-logger.iife.js'), 'utf8');
  captures = await readFile(join(folder, 'tailrace-capture.iife.js'), 'utf8');
  loader = await readFile(join(folder, 'loader.js'), 'utf8');
  await rm(folder, { recursive: true });
  browser = await launchBrowser();
});
afterAll(() => browser.close());

beforeEach(async () => {
  files.clear();
  server = new IngestServer(files);
  await server.start();
  files.set('/tailrace-logger.iife.js', { type: 'text/javascript', body: script });
  files.set('/tailrace-capture.iife.js', { type: 'text/javascript', body: captures });
  page = await browser.newPage();
});
afterEach(async () => {
  await page.close();
  await server.stop();
});

/** Opens a page that runs the loader and then the code; the script arrives when what it returns is called. */
async function open(code: string, headers = '', source = '/tailrace-logger.iife.js'): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/tailrace-logger.iife.js', async (route) => {
    await released;
    await route.continue();
  });
  const options = `{ url: location.origin, key: 'test-key', source: 'page', logger: 'shop' }`;
  const body = `<!doctype html><title>Shop</title>${headers}
    <script nonce="${NONCE}" data-src="${source}">${loader}</script>
    <script nonce="${NONCE}">const options = ${options};
    ${code}</script>`;
  files.set('/', { type: 'text/html', body });
  await page.goto(`http://127.0.0.1:${server.port}/`, { waitUntil: 'commit' });
  return release;
}

const isLoaded = () => page.waitForFunction(() => window.Tailrace && !window.Tailrace.loader);
const stored = () => [...server.stored.values()].toSorted((a, b) => a.seq - b.seq);

it('is small enough for the head of a page', () => {
  expect(Buffer.byteLength(loader)).toBeLessThanOrEqual(1024);
});

it('replays in order and with their times what was logged before the script came', async () => {
  const release = await open(`
    window.shop = Tailrace.createLogger({ ...options, level: 'info' });
    const { info, debug } = shop;
    window.times = [Date.now()];
    info('first', { n: 1 });
    debug('below the level');
    const cart = shop.child('cart', { user_id: '42' });
    cart.warn('second');
    cart.with({ request_id: 'r-1' }).log('error', 'third', new TypeError('No'));
    shop.emit({ message: 'fourth', action: 'user_login', category: 'audit' });
    window.flushed = shop.flush();
    window.times.push(Date.now());
    window.later = () => { info('fifth'); cart.info('sixth'); };`);
  await page.waitForFunction(() => 'later' in window);
  const loadedAt = Date.now();
  release();
  await isLoaded();
  const [before, after] = await page.evaluate<[number, number]>('times');
  await page.evaluate('flushed.then(() => { later(); return shop.flush(); })');
  const entries = stored();
  expect(entries).toMatchObject([
    { level: 'info', logger: 'shop', message: 'first', metadata: { n: 1 } },
    { level: 'warning', logger: 'shop.cart', message: 'second', context: { user_id: '42' } },
    { level: 'error', message: 'third', context: { request_id: 'r-1' }, error: { name: 'TypeError' } },
    { level: 'info', message: 'fourth', category: 'audit', action: 'user_login' },
    { level: 'info', logger: 'shop', message: 'fifth' },
    { level: 'info', logger: 'shop.cart', message: 'sixth' },
  ]);
  for (const { timestamp } of entries.slice(0, 4)) {
    expect(Date.parse(timestamp)).toBeGreaterThanOrEqual(before);
    expect(Date.parse(timestamp)).toBeLessThanOrEqual(after);
  }
  expect(Date.parse(entries[4]!.timestamp)).toBeGreaterThanOrEqual(loadedAt);
  expect(await page.evaluate(() => window.shop.status)).toMatchObject({ emitted: 6, sent: 6 });
});

it('tells what went wrong on the page meanwhile, also before there was a logger', async () => {
  const release = await open(`
    setTimeout(() => { throw new RangeError('Too far'); });
    addEventListener('error', () => {
      window.shop = Tailrace.createLogger(options);
      shop.info('made');
      Promise.reject(new TypeError('Refused'));
      addEventListener('unhandledrejection', () => { window.isReady = true; });
    });`);
  await page.waitForFunction(() => 'isReady' in window);
  release();
  await isLoaded();
  await page.evaluate(() => window.shop.flush());
  expect(stored()).toMatchObject([
    { level: 'error', message: 'Uncaught error', error: { name: 'RangeError', message: 'Too far' } },
    { message: 'made' },
    { level: 'error', message: 'Unhandled rejection', error: { name: 'TypeError', message: 'Refused' } },
  ]);
});

it('keeps the errors for a logger that is made after the script came', async () => {
  const release = await open(
    `setTimeout(() => { window.isReady = true; throw new RangeError('Too far'); });`,
  );
  await page.waitForFunction(() => 'isReady' in window);
  release();
  await isLoaded();
  await page.evaluate(`window.shop = Tailrace.createLogger(options); shop.flush()`);
  expect(stored()).toMatchObject([{ error: { message: 'Too far' } }]);
});

it('counts what did not fit while the script did not come', async () => {
  const release = await open(`
    window.shop = Tailrace.createLogger(options);
    const cart = shop.child('cart');
    for (let n = 1; n <= 1500; n += 1) cart.info('entry ' + n);
    window.waiting = Tailrace.loader.calls.length;
    cart.child('late').info('by the parent');`);
  await page.waitForFunction(() => 'waiting' in window);
  expect(await page.evaluate('waiting')).toBe(1000);
  release();
  await isLoaded();
  await page.evaluate(() => window.shop.flush());
  const status = await page.evaluate(() => window.shop.status);
  // Two of the thousand were no entries: they made the loggers.
  expect(status).toMatchObject({ emitted: 1501, sent: 998, queued: 0, dropped: { queue_full: 503 } });
  expect(stored().map(({ message }) => message)).toEqual(
    Array.from({ length: 998 }, (_, index) => `entry ${index + 1}`),
  );
});

it('breaks nothing when the script is blocked, and frees what waited', async () => {
  const errors = vi.fn<(error: Error) => void>();
  page.on('pageerror', errors);
  await page.route('**/blocked.js', (route) => route.abort('blockedbyclient'));
  await open(
    `window.shop = Tailrace.createLogger(options);
    shop.info('before');
    window.answers = Promise.all([shop.flush(), shop.persisted()]);`,
    '',
    '/blocked.js',
  );
  await page.waitForFunction(() => window.Tailrace.loader?.calls.length === 0);
  await page.evaluate(`
    answers.then(async () => {
      shop.child('cart').with({ a: 1 }).error('after', new Error('x'));
      shop.onStatus(() => {})();
      await shop.flush();
      await shop.close();
    })`);
  expect(await page.evaluate(() => window.Tailrace.loader!.calls.length)).toBe(0);
  expect(errors).not.toHaveBeenCalled();
});

it('runs under a policy that asks for a nonce', async () => {
  const policy = `script-src 'nonce-${NONCE}'`;
  const release = await open(
    `window.shop = Tailrace.createLogger(options); shop.info('allowed');`,
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
  );
  release();
  await isLoaded();
  await page.evaluate(() => window.shop.flush());
  expect(server.messages).toEqual(['allowed']);
});

it('works without the loader', async () => {
  const tag = '<script src="/tailrace-logger.iife.js"></script>';
  files.set('/', { type: 'text/html', body: `<!doctype html><title>Shop</title>${tag}` });
  await page.goto(`http://127.0.0.1:${server.port}/`);
  await page.evaluate(async () => {
    const options = { url: location.origin, key: 'test-key', source: 'page' };
    const logger = window.Tailrace.createLogger(options);
    logger.info('plain');
    await logger.flush();
  });
  expect(server.messages).toEqual(['plain']);
});

it('takes captures as a script of their own, before the logger is there', async () => {
  const release = await open(
    `window.shop = Tailrace.createLogger(options);
    TailraceCapture.captureNavigation(shop);
    history.pushState({}, '', '/basket');`,
    '<script src="/tailrace-capture.iife.js"></script>',
  );
  release();
  await isLoaded();
  await page.evaluate(() => window.shop.flush());
  expect(server.messages.length).toBeGreaterThan(0);
  expect(JSON.stringify(stored())).toContain('/basket');
});
