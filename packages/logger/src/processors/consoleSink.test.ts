import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest';
import { IngestServer } from '../../test/IngestServer.ts';
import { launchBrowser, loggerFiles, openLoggerPage } from '../../test/loggerPage.ts';

const TEST_TIMEOUT_MS = 60_000;
const SECRET = ['4111', '1111', '1111', '1111'].join(' ');

let browser: Browser;
let server: IngestServer;
let page: Page;
let shown: { readonly type: string; readonly text: string; readonly args: number }[];

beforeAll(async () => {
  server = new IngestServer(await loggerFiles());
  await server.start();
  browser = await launchBrowser();
}, TEST_TIMEOUT_MS);
afterAll(async () => {
  await browser?.close();
  await server.stop();
});
beforeEach(async () => {
  page = await browser.newPage();
  shown = [];
  page.on('console', (message) => {
    const [type, text, args] = [message.type(), message.text(), message.args().length];
    // The browser itself misses an icon.
    if (!text.startsWith('Failed to load resource')) shown.push({ type, text, args });
  });
  await openLoggerPage(page, server.port);
});
afterEach(() => page.close());

/** Logs by a logger that shows all on the console, on a page that logs all that is shown on the console. */
function logInCircle(options: { readonly pretty?: boolean }, secret: string): Promise<number> {
  return page.evaluate(
    async ([port, given, card]) => {
      const { createLogger, consoleSink } = window.tailrace;
      const logger = createLogger({
        url: `http://localhost:${port}`,
        key: 'test-key',
        source: 'till',
        processors: [consoleSink(given)],
      });
      for (const method of ['debug', 'info', 'warn', 'error'] as const) {
        console[method] = (...args: unknown[]) => logger.info(`captured ${args.join(' ')}`);
      }
      logger.child('cart').warning('Paid %c with <b>', { card, items: ['kettle'] });
      console.info('by the app');
      await logger.close();
      return logger.status.emitted;
    },
    [server.port, options, secret] as const,
  );
}

describe('a console that is captured as well', { timeout: TEST_TIMEOUT_MS }, () => {
  it('shows pretty lines on localhost, redacted, and makes no circle', async () => {
    expect(await logInCircle({}, SECRET)).toBe(2);
    expect(shown.map(({ type }) => type)).toEqual(['warning', 'info']);
    expect(shown[0]!.text).toContain('WARNING');
    expect(shown[0]!.text).toContain('Paid %c with <b>');
    // Format, two colours with their texts, reset, message, and the metadata that can be opened.
    expect(shown[0]!.args).toBe(8);
    expect(JSON.stringify(shown)).not.toContain(SECRET);
    expect(shown[1]!.text).toContain('captured by the app');
  });

  it('shows JSON lines when told so', async () => {
    expect(await logInCircle({ pretty: false }, SECRET)).toBe(2);
    expect(shown.map(({ text }) => (JSON.parse(text) as { message: string }).message)).toEqual([
      'Paid %c with <b>',
      'captured by the app',
    ]);
    expect(JSON.stringify(shown)).not.toContain(SECRET);
  });
});
