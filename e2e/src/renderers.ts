import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, Page } from 'playwright';

/** How long a page may take to answer while its renderer runs, at most. Milliseconds. */
const ANSWER_MS = 700;
/** How long a page takes to notice that its renderer is gone, at most. Milliseconds. */
const CRASH_NOTICE_MS = 5000;

/**
 * The process id of a page's renderer. Chromium does not tell it, so one after the other is stopped for a
 * moment: the page whose renderer stands still does not answer, and answers again when it goes on.
 */
export async function rendererPid(browser: Browser, page: Page): Promise<number> {
  for (const pid of await rendererPids(browser)) {
    process.kill(pid, 'SIGSTOP');
    const isOther = await answers(page, ANSWER_MS);
    process.kill(pid, 'SIGCONT');
    if (!isOther && (await answers(page, 10 * ANSWER_MS))) return pid;
  }
  throw new Error('The page answers, whichever renderer is stopped');
}

async function rendererPids(browser: Browser): Promise<number[]> {
  const session = await browser.newBrowserCDPSession();
  try {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  } finally {
    await session.detach();
  }
}

function answers(page: Page, ms: number): Promise<boolean> {
  return Promise.race([page.evaluate(() => true), delay(ms, false)]);
}

/**
 * Kills a page's renderer with SIGKILL, and waits until the page has noticed.
 *
 * @throws when the page did not crash: then nothing was killed that was meant to be
 */
export async function killRenderer(page: Page, pid: number): Promise<void> {
  const crashed = page.waitForEvent('crash', { timeout: CRASH_NOTICE_MS });
  process.kill(pid, 'SIGKILL');
  await crashed;
}
