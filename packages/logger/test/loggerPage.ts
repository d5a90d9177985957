import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { chromium, type Browser, type Page } from 'playwright';
import { CHROMIUM_ARGS, ensureChromium } from '../../../scripts/ensureChromium.mjs';
import type * as tailrace from '../src/index.ts';

declare global {
  interface Window {
    /** All that the package exports. */
    tailrace: typeof tailrace;
    createLogger: typeof tailrace.createLogger;
    logger: tailrace.Logger;
  }
}

/** What a test server must serve for `openLoggerPage`. */
export async function loggerFiles(): Promise<Map<string, { type: string; body: string }>> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../src/index.ts', import.meta.url))],
    bundle: true,
    format: 'esm',
    conditions: ['@tailrace/source'],
    write: false,
  });
  const page = `<!doctype html><title>Logger</title><script type="module">
    import * as tailrace from '/logger.js';
    window.tailrace = tailrace;
    window.createLogger = tailrace.createLogger;
  </script>`;
  return new Map([
    ['/logger.js', { type: 'text/javascript', body: outputFiles[0]!.text }],
    ['/', { type: 'text/html', body: page }],
    ['/elsewhere', { type: 'text/html', body: '<!doctype html><title>Elsewhere</title>' }],
  ]);
}

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: ensureChromium(), args: CHROMIUM_ARGS });
}

/** Opens the page, without a logger. */
export async function openLoggerPage(page: Page, port: number): Promise<void> {
  await page.goto(`http://127.0.0.1:${port}/`);
  await page.waitForFunction(() => window.createLogger !== undefined);
}

/** Opens the page, and makes `window.logger` there, which sends to another origin of the same server. */
export async function startLogger(page: Page, port: number): Promise<void> {
  await openLoggerPage(page, port);
  await page.evaluate((serverPort) => {
    window.logger = window.createLogger({
      url: `http://localhost:${serverPort}`,
      key: 'test-key',
      source: 'test',
      logger: 'shop',
      resource: { app: 'test' },
    });
  }, port);
}

/** Logs numbered messages in one task. */
export function logNumbered(page: Page, prefix: string, count: number): Promise<void> {
  return page.evaluate(
    ([name, n]) => {
      for (let index = 1; index <= n; index += 1) window.logger.info(`${name} ${index}`, { index });
    },
    [prefix, count] as const,
  );
}
