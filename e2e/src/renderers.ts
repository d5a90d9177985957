import type { Browser, Page } from 'playwright';

/** How long a page is kept busy to tell its process from the others. Milliseconds. */
const BUSY_MS = 400;
/** How long a page takes to notice that its renderer is gone, at most. Milliseconds. */
const CRASH_NOTICE_MS = 5000;

/** The renderers of a browser, and the seconds of processor time that each has used. */
async function rendererTimes(browser: Browser): Promise<Map<number, number>> {
  const session = await browser.newBrowserCDPSession();
  try {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    return new Map(
      processInfo.filter(({ type }) => type === 'renderer').map(({ id, cpuTime }) => [id, cpuTime]),
    );
  } finally {
    await session.detach();
  }
}

/**
 * The process id of a page's renderer. Chromium does not tell it, so the page is kept busy for a moment: the
 * renderer that worked most meanwhile is its own.
 */
export async function rendererPid(browser: Browser, page: Page): Promise<number> {
  const before = await rendererTimes(browser);
  await page.evaluate((ms) => {
    const end = performance.now() + ms;
    while (performance.now() < end);
  }, BUSY_MS);
  const work = [...(await rendererTimes(browser))].map(([pid, time]) => ({
    pid,
    time: time - (before.get(pid) ?? 0),
  }));
  const busiest = work.toSorted((a, b) => b.time - a.time)[0];
  if (!busiest || busiest.time < BUSY_MS / 2000) throw new Error('No renderer worked while the page did');
  return busiest.pid;
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
