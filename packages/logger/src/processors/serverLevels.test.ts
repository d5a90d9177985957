import type { Browser, BrowserContext, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { IngestServer } from '../../test/IngestServer.ts';
import { launchBrowser, loggerFiles, openLoggerPage } from '../../test/loggerPage.ts';
import type { LoggerOptions } from '../LoggerOptions.ts';
import { ASK_EVERY_MS, MIN_ASK_MS } from './serverLevels.ts';

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
  server.levels = { version: 7, levels: { '': 'warning', 'shop.cart': 'debug' } };
  context = await browser.newContext();
  page = await context.newPage();
});
afterEach(async () => {
  await context.close();
  await server.stop();
});

async function start(of: Page = page, more: Partial<LoggerOptions> = {}): Promise<void> {
  await openLoggerPage(of, server.port);
  await of.evaluate(
    ([port, options]) => {
      const { createLogger, serverLevels } = window.tailrace;
      window.logger = createLogger({
        url: `http://localhost:${port}`,
        key: 'test-key',
        source: 'till',
        logger: 'shop',
        processors: [serverLevels({ level: 'info' })],
        ...options,
      });
    },
    [server.port, more] as const,
  );
}

/** Of one debug and one info of each, the loggers that let it pass. */
const passing = (of: Page = page) =>
  of.evaluate(() => {
    const { logger } = window;
    return (['shop', 'cart', 'cart.totals', 'cartoons'] as const).flatMap((name) =>
      (['debug', 'info'] as const)
        .filter((level) => {
          const before = logger.status.emitted;
          (name === 'shop' ? logger : logger.child(name))[level]('x');
          return logger.status.emitted > before;
        })
        .map((level) => `${name} ${level}`),
    );
  });
const OWN = ['shop info', 'cart info', 'cart.totals info', 'cartoons info'];
const SET = ['cart debug', 'cart info', 'cart.totals debug', 'cart.totals info'];

describe('levels of the server', { timeout: TEST_TIMEOUT_MS }, () => {
  it('are obeyed by prefix once they are there, and from the first entry on after a reload', async () => {
    await start();
    await expect.poll(() => passing()).toEqual(SET);
    server.levels = undefined;
    await start();
    expect(await passing()).toEqual(SET);
  });

  it('are asked for when a reply names another version, and answered 304 when nothing changed', async () => {
    await start();
    await expect.poll(() => passing()).toEqual(SET);
    server.levels = { version: 3, levels: {} };
    await page.evaluate(() => window.logger.error('has a reply'));
    await expect.poll(() => passing(), { timeout: MIN_ASK_MS + 5000 }).toEqual(OWN);
    expect(server.levelAnswers).toEqual([200, 200]);
    await page.evaluate(() => window.logger.error('has the known version'));
    await expect.poll(() => server.messages).toContain('has the known version');
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await expect.poll(() => server.levelAnswers, { timeout: MIN_ASK_MS + 5000 }).toEqual([200, 200, 304]);
  });

  it('reach a page that sends nothing, within 30 s, without a reload', async () => {
    await page.clock.install();
    await start();
    // The next time to ask is set by the page when it has taken the first answer in.
    await expect.poll(() => passing()).toEqual(SET);
    expect(server.levelAnswers).toEqual([200]);
    server.levels = { version: 8, levels: {} };
    // In steps: a clock that is far ahead of the answer would end the question as one that took too long.
    for (let ms = 0; ms < ASK_EVERY_MS && server.levelAnswers.length < 2; ms += 1000) {
      await page.clock.runFor(1000);
    }
    await expect.poll(() => passing()).toEqual(OWN);
    expect(server.levelAnswers).toEqual([200, 200]);
  });

  it('are not asked for by a hidden page, and are when it is seen again', async () => {
    await page.clock.install();
    await start();
    // The next time to ask is set by the page when it has taken the first answer in.
    await expect.poll(() => passing()).toEqual(SET);
    expect(server.levelAnswers).toEqual([200]);
    const show = (state: string) =>
      page.evaluate((value) => {
        Object.defineProperty(document, 'visibilityState', { value, configurable: true });
        document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
      }, state);
    await show('hidden');
    await page.clock.runFor(10 * ASK_EVERY_MS);
    expect(server.levelAnswers).toEqual([200]);
    await show('visible');
    await page.clock.runFor(1);
    await expect.poll(() => server.levelAnswers).toEqual([200, 304]);
  });

  it('are heard of from the other tab, which alone was told', async () => {
    await start();
    await expect.poll(() => passing()).toEqual(SET);
    const other = await context.newPage();
    await start(other);
    await expect.poll(() => server.levelAnswers).toEqual([200, 304]);
    // What the other tab asks from now on gets lost.
    await other.route('**/settings/levels', (route) => route.abort());
    server.levels = { version: 9, levels: { shop: 'error' } };
    await page.evaluate(() => window.dispatchEvent(new Event('online')));
    await expect.poll(() => passing(other), { timeout: MIN_ASK_MS + 5000 }).toEqual([]);
  });

  it('cannot go below the floor that the app has set, and let audit entries pass', async () => {
    await start(page, { level: 'info' });
    await expect.poll(() => passing()).toEqual(['cart info', 'cart.totals info']);
    const emitted = await page.evaluate(() => {
      const before = window.logger.status.emitted;
      window.logger.emit({ message: 'Signed in', category: 'audit', action: 'user_login' });
      return window.logger.status.emitted - before;
    });
    expect(emitted).toBe(1);
  });

  const answers: [name: string, answer: { status: number; body: string; contentType?: string }][] = [
    ['an older server', { status: 404, body: '{"code":"not_found"}' }],
    ['a failing one', { status: 500, body: 'oops' }],
    ['a captive portal', { status: 200, body: '<h1>Sign in</h1>', contentType: 'text/html' }],
    ['other JSON', { status: 200, body: '{"version":"1","levels":[]}' }],
    ['levels that are none', { status: 200, body: '{"version":1,"levels":{"shop":"loud"}}' }],
  ];
  it.each(answers)('stay as they are when they come from %s', async (_name, answer) => {
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => problems.push(message.text()));
    let asked = 0;
    await page.route('**/settings/levels', (route) => {
      asked += 1;
      return route.fulfill({ headers: { 'access-control-allow-origin': '*' }, ...answer });
    });
    await page.addInitScript(() => {
      localStorage.setItem(`tailrace:levels:${location.origin.replace('127.0.0.1', 'localhost')}`, '{"versi');
    });
    await start();
    await expect.poll(() => asked).toBe(1);
    expect(await passing()).toEqual(OWN);
    await expect.poll(() => page.evaluate(() => window.logger.status)).toMatchObject({ queued: 0, sent: 4 });
    // The browser itself speaks of a failed request; the logger adds nothing.
    expect(problems.filter((text) => !text.startsWith('Failed to load resource'))).toEqual([]);
    expect(asked).toBe(1);
  });

  it('work where localStorage is refused', async () => {
    await page.addInitScript(() => {
      Object.defineProperty(window, 'localStorage', {
        get() {
          throw new DOMException('Refused', 'SecurityError');
        },
      });
    });
    await start();
    await expect.poll(() => passing()).toEqual(SET);
  });
});
