import type { LoggerStatus } from '@tailrace/logger';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBuiltLogger } from './src/builtLoggerPage.ts';
import { openStand, type Stand } from './src/stand.ts';

/** What is promised for a page that is visible. */
const OBEYED_WITHIN_MS = 30_000;

let stand: Stand;
let cookie: string;
let key: string;

beforeAll(async () => {
  stand = await openStand();
  cookie = await stand.server.signIn();
  key = await stand.server.ingestKey(cookie);
});
afterAll(() => stand?.close());

async function setLevels(levels: Record<string, string>): Promise<void> {
  const answer = await fetch(`${stand.server.url}/api/v1/settings/levels`, {
    method: 'PUT',
    headers: { Cookie: cookie, 'Content-Type': 'application/json', Origin: stand.server.url },
    body: JSON.stringify({ levels }),
  });
  expect(answer.status).toBe(200);
}

async function accountOf(session: string): Promise<unknown> {
  const answer = await fetch(`${stand.server.url}/api/v1/sessions/${session}`, {
    headers: { Cookie: cookie },
  });
  return answer.json();
}

/** Makes `window.logger` with a processor or two, chosen by name. */
async function startLogger(page: Page, names: readonly ('serverLevels' | 'sample' | 'foldRepeats')[]) {
  await openBuiltLogger(page, stand.origin);
  await page.evaluate(
    ([url, ingestKey, chosen]) => {
      const { createLogger, serverLevels, sample, foldRepeats } = window.tailrace!;
      const made = {
        serverLevels: () => serverLevels({ level: 'info' }),
        sample: () => sample({ share: 0.5 }),
        foldRepeats: () => foldRepeats(),
      };
      const processors = chosen.map((name) => made[name]());
      const logger = createLogger({ url, key: ingestKey, source: 'e2e', logger: 'shop', processors });
      Object.assign(window, { shop: { logger } });
    },
    [stand.origin, key, names] as const,
  );
}

/** Whether an entry of this level is made at all. */
const passes = (page: Page, level: 'debug' | 'info') =>
  page.evaluate((of) => {
    const { logger } = window.shop!;
    const before = logger.status.emitted;
    logger.child('cart')[of]('probe');
    return logger.status.emitted > before;
  }, level);

const flush = (page: Page): Promise<LoggerStatus> => page.evaluate(() => window.shop!.logger.flush());

it('an operator turns debug on and off while pages run, and each obeys within 30 s', async () => {
  const context = await stand.browser.newContext();
  const busy = await context.newPage();
  await startLogger(busy, ['serverLevels']);
  expect(await passes(busy, 'debug')).toBe(false);
  await setLevels({ 'shop.cart': 'debug' });
  // Its next reply tells this page; until then it does not know.
  await busy.evaluate(() => window.shop!.logger.error('has a reply'));
  const soon = { timeout: OBEYED_WITHIN_MS, interval: 250 };
  await expect.poll(() => passes(busy, 'debug'), soon).toBe(true);

  const silent = await stand.browser.newContext().then((other) => other.newPage());
  await startLogger(silent, ['serverLevels']);
  await expect.poll(() => passes(silent, 'debug'), soon).toBe(true);
  await flush(silent);
  const sent: string[] = [];
  silent.on('request', (request) => sent.push(request.method()));
  await setLevels({ 'shop.cart': 'error' });
  // It logs nothing, so that no reply can tell it: what it has learnt shows in what it keeps for the next load.
  await silent.waitForFunction(
    () => Object.keys(localStorage).some((name) => localStorage.getItem(name)!.includes('"error"')),
    undefined,
    { timeout: OBEYED_WITHIN_MS },
  );
  expect([...new Set(sent)]).toEqual(['GET']);
  expect(await passes(silent, 'info')).toBe(false);

  await busy.reload();
  await startLogger(busy, ['serverLevels']);
  await expect.poll(() => passes(busy, 'info'), soon).toBe(false);
  await context.close();
});

it('the server accounts for every entry that was sampled, folded away or forgotten', async () => {
  await setLevels({});
  const page = await stand.browser.newPage();
  await startLogger(page, ['foldRepeats', 'sample']);
  const { session } = await page.evaluate(async () => {
    const { logger } = window.shop!;
    for (let n = 0; n < 50; n += 1) logger.info('the same');
    for (let n = 0; n < 200; n += 1) logger.info(`different ${n}`);
    logger.error('kept');
    await logger.flush();
    // Something that can be forgotten: nothing is sent while paused.
    logger.pause();
    for (let n = 0; n < 7; n += 1) logger.error(`withdrawn ${n}`);
    await logger.forget();
    logger.resume();
    logger.error('the last');
    await logger.flush();
    await logger.close();
    return logger.status;
  });
  await expect.poll(() => accountOf(session), { timeout: 10_000 }).toMatchObject({ missing: [], queued: 0 });
  const account = (await accountOf(session)) as {
    emitted: number;
    stored: number;
    dropped: Record<string, number>;
  };
  const { sampled, repeated, consent } = account.dropped;
  expect(account.emitted).toBe(50 + 200 + 1 + 7 + 1 + 1);
  expect(repeated).toBe(49);
  expect(consent).toBe(7);
  expect(account.stored + sampled! + repeated! + consent!).toBe(account.emitted);
  expect(sampled).toBeGreaterThan(50);
  expect(sampled).toBeLessThan(150);
  await page.close();
});
