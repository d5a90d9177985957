import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, vi } from 'vitest';
import { CaptureServer } from './CaptureServer.ts';
import type * as Tool from './captureTool.ts';
import { launchBrowser } from './loggerPage.ts';
import type { RecordedEntry, RecordingLogger } from './RecordingLogger.ts';

declare global {
  interface Window {
    tool: typeof Tool;
    recorder: RecordingLogger;
  }
}

/** A busy machine is slow; no test waits for time to pass. */
const TIMEOUT_MS = 60_000;
/** For `expect.poll`. */
export const POLL = { timeout: 20_000 };

/** What a test of captures works with: a new page of a real browser for each, with `window.recorder`. */
export interface CapturePage {
  readonly page: Page;
  readonly server: CaptureServer;
  readonly entries: () => Promise<RecordedEntry[]>;
}

/** Registers the hooks that make the page, and returns where it stands during a test. */
export function setUpCapturePage(): CapturePage {
  let browser: Browser;
  let script: string;
  let server: CaptureServer;
  let page: Page;
  vi.setConfig({ testTimeout: TIMEOUT_MS, hookTimeout: TIMEOUT_MS });
  beforeAll(async () => {
    const { outputFiles } = await build({
      entryPoints: [fileURLToPath(new URL('captureTool.ts', import.meta.url))],
      bundle: true,
      format: 'iife',
      globalName: 'tool',
      conditions: ['@tailrace/source'],
      write: false,
    });
    script = outputFiles[0]!.text;
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());
  beforeEach(async () => {
    server = new CaptureServer(script);
    await server.start();
    page = await browser.newPage();
    await page.goto(server.origin);
    await makeRecorder(page);
  });
  afterEach(async () => {
    await page.close();
    await server.stop();
  });
  return {
    get page() {
      return page;
    },
    get server() {
      return server;
    },
    entries: () => page.evaluate(() => window.recorder.entries),
  };
}

/** Makes `window.recorder`, after another page was opened. */
export function makeRecorder(page: Page): Promise<void> {
  return page.evaluate(() => {
    window.recorder = window.tool.createRecordingLogger();
  });
}
