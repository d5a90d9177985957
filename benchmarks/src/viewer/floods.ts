import type { Browser } from 'playwright';
import { createTaskClock } from '../mainThreadTime.ts';
import { floodFigures, type FloodFigures } from './FloodFigures.ts';
import type { FloodLoad } from './pages/floodWorker.ts';

/** The lists that are compared, as flood.ts knows them, and as readers do. */
export const FLOODED_LISTS = {
  tailrace: 'Tailrace',
  tanstack: 'bare TanStack Virtual',
  virtuoso: 'react-virtuoso',
  melloware: '@melloware/react-logviewer',
  patternfly: '@patternfly/react-log-viewer',
  harness: 'no list: the flood and the looking alone',
} as const;
export type FloodedList = keyof typeof FLOODED_LISTS;

/** How the flood runs: a long one for the figures, and short ones in turn for the tail. */
export interface FloodPlan {
  readonly long: FloodLoad;
  readonly short: FloodLoad;
  /** Of the viewer. */
  readonly shortRounds: number;
  /** Of the lists beside it: some never come to their end, and each time that must be waited for. */
  readonly otherRounds: number;
}

/** A list under a flood; without figures it did not come to the end of it. */
export interface FloodResult {
  readonly list: string;
  readonly figures?: FloodFigures;
  /** Of the short runs: those whose last entry was not on screen, or that did not come to their end. */
  readonly lostTails: number;
  readonly shortRuns: number;
}

/** Milliseconds that a list may take beyond the flood itself: beside `SETTLE_MS`, what it takes to catch up. */
const PATIENCE_MS = { long: 30_000, short: 10_000 };

/** Floods each list, on a page of its own, one after the other. */
export async function runFloods(
  browser: Browser,
  origin: string,
  lists: readonly FloodedList[],
  plan: FloodPlan,
): Promise<FloodResult[]> {
  const figures = new Map<FloodedList, FloodFigures | undefined>();
  const lost = new Map<FloodedList, number>(lists.map((list) => [list, 0]));
  const roundsOf = (list: FloodedList) => (list === 'tailrace' ? plan.shortRounds : plan.otherRounds);
  for (const list of lists)
    figures.set(list, await runFlood(browser, origin, list, plan.long, PATIENCE_MS.long));
  for (let round = 0; round < plan.shortRounds; round += 1) {
    for (const list of lists.filter((each) => round < roundsOf(each))) {
      const seen = await runFlood(browser, origin, list, plan.short, PATIENCE_MS.short);
      if (!seen || seen.isTailLost) lost.set(list, lost.get(list)! + 1);
    }
  }
  return lists.map((list) => {
    const own = figures.get(list);
    const result = { list: FLOODED_LISTS[list], lostTails: lost.get(list)!, shortRuns: roundsOf(list) };
    return own ? { ...result, figures: own } : result;
  });
}

/** @returns nothing where the page did not come to the end */
async function runFlood(
  browser: Browser,
  origin: string,
  list: FloodedList,
  load: FloodLoad,
  patienceMs: number,
): Promise<FloodFigures | undefined> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  try {
    const page = await context.newPage();
    await page.goto(`${origin}/flood.html`);
    await page.waitForFunction(() => 'mountList' in window);
    await page.evaluate((name) => window.mountList(name), list);
    const clock = await createTaskClock(page);
    const before = await clock();
    const flooded = page.evaluate((asked) => window.flood(asked), load);
    const seen = await inTime(flooded, load.seconds * 1000 + patienceMs);
    const figures = seen && floodFigures(seen, (await clock()) - before);
    console.log(
      `  ${list} ${load.seconds} s: ${figures ? JSON.stringify(figures) : 'did not come to its end'}`,
    );
    return figures;
  } finally {
    await context.close();
  }
}

async function inTime<T>(promise: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  // The page that is given up is closed, and then refuses.
  promise.catch(() => undefined);
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
