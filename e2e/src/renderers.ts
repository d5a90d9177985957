import type { Browser, Page } from 'playwright';

/** How long a page takes to notice that its renderer is gone, at most. */
const CRASH_NOTICE_MS = 3000;

/** The process ids of all renderers of a browser. */
export async function rendererPids(browser: Browser): Promise<ReadonlySet<number>> {
  const session = await browser.newBrowserCDPSession();
  try {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    return new Set(processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id));
  } finally {
    await session.detach();
  }
}

/**
 * Kills the renderer of a page with SIGKILL, and waits until the page has noticed.
 *
 * @param others renderers that were there before the page was opened: they are spared. Of the others one
 *   belongs to the page; Chromium may keep a spare one, whose death harms nobody.
 */
export async function killRenderer(browser: Browser, page: Page, others: ReadonlySet<number>): Promise<void> {
  const pids = await rendererPids(browser);
  for (const pid of pids) {
    if (others.has(pid)) continue;
    const crashed = page.waitForEvent('crash', { timeout: CRASH_NOTICE_MS }).then(
      () => true,
      () => false,
    );
    process.kill(pid, 'SIGKILL');
    if (await crashed) return;
  }
  throw new Error('The page has no renderer of its own to kill');
}
