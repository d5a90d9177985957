import type { Browser, Page } from 'playwright';

/** How long a page is kept busy to tell its process from the others. Milliseconds. */
const BUSY_MS = 500;
/** Seconds of processor time that its process must have had of that; on a busy machine it gets few. */
const LEAST_WORK_S = 0.05;
/** How many times as much as any other process it must have worked. */
const LEAST_LEAD = 4;
const TRIES = 20;

/**
 * The process id of a page's renderer, also where others use the processors: the one that works most by far
 * while the page is busy. That it was the right one, the page's crash shows.
 *
 * @throws when no process stands out
 */
export async function findRenderer(browser: Browser, page: Page): Promise<number> {
  for (let left = TRIES; left > 0; left -= 1) {
    const before = await rendererTimes(browser);
    await page.evaluate((ms) => {
      const end = performance.now() + ms;
      while (performance.now() < end);
    }, BUSY_MS);
    const [first, second] = [...(await rendererTimes(browser))]
      .map(([pid, time]) => ({ pid, work: time - (before.get(pid) ?? 0) }))
      .toSorted((a, b) => b.work - a.work);
    if (first && first.work >= LEAST_WORK_S && first.work >= LEAST_LEAD * (second?.work ?? 0))
      return first.pid;
  }
  throw new Error('No renderer stood out while the page was busy');
}

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
