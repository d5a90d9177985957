import { expect, it } from 'vitest';
import { IngestServer } from '../../test/IngestServer.ts';
import { launchBrowser, loggerFiles, logNumbered, startLogger } from '../../test/loggerPage.ts';
import { LEASE_MS, PING_MS } from './TabCrew.ts';

const TIMEOUT_MS = 60_000;

it(
  'takes the lead from a tab that stands still, which notices when it goes on',
  { timeout: TIMEOUT_MS },
  async () => {
    const server = new IngestServer(await loggerFiles());
    await server.start();
    const browser = await launchBrowser();
    try {
      const context = await browser.newContext();
      const [page, other] = [await context.newPage(), await context.newPage()];
      await startLogger(page, server.port);
      await expect.poll(() => page.evaluate(() => window.logger.status.shipping)).toBe('leader');
      await startLogger(other, server.port);
      await expect.poll(() => other.evaluate(() => window.logger.status.storage)).toBe('indexeddb');
      expect(await other.evaluate(() => window.logger.status.shipping)).toBe('follower');

      const stoodStill = page.evaluate(
        (ms) => {
          for (const end = performance.now() + ms; performance.now() < end;);
        },
        LEASE_MS + 2 * PING_MS,
      );
      await logNumbered(other, 'waiting', 3);
      await expect.poll(() => server.stored.size, { timeout: LEASE_MS + 2 * PING_MS }).toBe(3);
      expect(await other.evaluate(() => window.logger.status.shipping)).toBe('leader');

      await stoodStill;
      await expect.poll(() => page.evaluate(() => window.logger.status.shipping)).toBe('follower');
      await logNumbered(page, 'after', 3);
      await expect
        .poll(() => page.evaluate(() => window.logger.status))
        .toMatchObject({ queued: 0, sent: 3 });
    } finally {
      await browser.close();
      await server.stop();
    }
  },
);
