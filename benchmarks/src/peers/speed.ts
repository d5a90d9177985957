import { chromium, type Browser, type Page } from 'playwright';
import { CHROMIUM_ARGS, ensureChromium } from '../../../scripts/ensureChromium.mjs';
import type { BurstTimes } from './pages/driver.ts';
import type { Peer } from './Peer.ts';
import type { PeerSite } from './PeerSite.ts';
import type { UnwatchedBrowser, UnwatchedPage } from './UnwatchedBrowser.ts';

/** Entries of one burst. */
export const BURST = 100_000;
/** Milliseconds over a logger's own longest pause after which nothing more is expected of it. */
export const PATIENCE_MS = 5000;
/** Milliseconds between two looks at what has arrived. */
const LOOK_MS = 250;
/** Lines of a page's console that are kept, and characters of each. */
const LINES_TO_KEEP = 4;
const LINE_LENGTH = 200;
/** Milliseconds that a page gets to open its storage and say hello. */
const SETTLE_MS = 1000;

/** What one burst of one logger cost. */
export interface SpeedRound {
  /** Nanoseconds of the call, over the tasks of a hundred. */
  readonly callMedian: number;
  readonly callMean: number;
  /** Microseconds of the whole main thread per entry logged, until the last arrival. */
  readonly mainThread: number;
  /** Milliseconds; 0 where no task took 50. */
  readonly longestTask: number;
  readonly delivered: number;
  readonly duplicated: number;
  readonly requests: number;
  readonly bytes: number;
  /** Seconds from the first call to the last arrival. */
  readonly seconds: number;
  /** Nanoseconds of a call below the level, where there is one. */
  readonly disabled?: number;
}

/** What the heap of one logger did in a burst, and what it did besides. */
export interface HeapPass {
  /** Bytes by which the live heap grew, at the most, until the last arrival. */
  readonly growth: number;
  /** Requests to other hosts than the site's own; none can be reached. */
  readonly strangers: readonly string[];
  /** What the page's console said first. */
  readonly said: readonly string[];
}

/** A fine clock, collections on demand, and no way out of the machine. */
export const PEER_ARGS: readonly string[] = [
  ...CHROMIUM_ARGS,
  '--enable-precise-memory-info',
  '--js-flags=--expose-gc',
  '--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1',
];

/** Starts a browser of the comparison in which pages are moved and watched. */
export function launchForPeers(): Promise<Browser> {
  return chromium.launch({ executablePath: ensureChromium(), args: [...PEER_ARGS] });
}

/** Opens a logger's page and waits until it is at rest. */
export async function openPeer(page: Page, site: PeerSite, peer: Peer, query = ''): Promise<void> {
  await page.goto(`${site.origin}/${peer.file}.html${query}`);
  await page.waitForFunction(() => 'peer' in window);
  await pause(SETTLE_MS);
}

/** Waits until all entries have arrived, or none has for as long as this logger may think. */
export async function untilArrived(
  site: PeerSite,
  peer: Peer,
  expected: number,
  onArrival: () => Promise<void> | void = () => {},
): Promise<void> {
  let seen = -1;
  let since = performance.now();
  while (
    site.traffic.arrivals.delivered < expected &&
    performance.now() - since < peer.idleMs + PATIENCE_MS
  ) {
    await pause(LOOK_MS);
    if (site.traffic.requests === seen) continue;
    seen = site.traffic.requests;
    since = performance.now();
    await onArrival();
  }
  // What is on its way twice, and the reply to the last request, take a moment longer.
  await pause(LOOK_MS);
  await onArrival();
}

/** One burst on a fresh page. Times are not taken in the pass that reads the heap: collections are forced in it. */
export async function measureSpeed(
  browser: UnwatchedBrowser,
  site: PeerSite,
  peer: Peer,
): Promise<SpeedRound> {
  site.reset();
  const page = await browser.open(`${site.origin}/${peer.file}.html`);
  try {
    await untilReady(page);
    await page.evaluate(`driver.prepare(${BURST})`);
    const [before, started] = [await page.taskSeconds(), performance.now()];
    const { median, mean } = await page.evaluate<BurstTimes>(`driver.burst(${BURST}, false)`);
    let [after, ended] = [await page.taskSeconds(), performance.now()];
    if (peer.idleMs > 0)
      await untilArrived(site, peer, BURST, async () => {
        [after, ended] = [await page.taskSeconds(), performance.now()];
      });
    const { arrivals, requests, bytes } = site.traffic;
    const disabled = await page.evaluate<number | undefined>('driver.disabled()');
    return {
      callMedian: median,
      callMean: mean,
      mainThread: ((after - before) * 1e6) / BURST,
      longestTask: await page.evaluate('driver.longestTask()'),
      delivered: arrivals.delivered,
      duplicated: arrivals.duplicated,
      requests,
      bytes,
      seconds: (ended - started) / 1000,
      ...(disabled !== undefined && { disabled }),
    };
  } finally {
    await page.close();
  }
}

async function untilReady(page: UnwatchedPage): Promise<void> {
  // A page that is only just opened has nothing yet that could be asked.
  const isReady = () => page.evaluate<boolean>("'peer' in window").catch(() => false);
  while (!(await isReady())) await pause(LOOK_MS);
  await pause(SETTLE_MS);
}

/** One burst on a fresh page that is watched. */
export async function measureHeap(browser: Browser, site: PeerSite, peer: Peer): Promise<HeapPass> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const strangers = new Set<string>();
    page.on('requestfailed', (request) => {
      const { origin } = new URL(request.url());
      if (origin !== site.origin) strangers.add(origin);
    });
    const said = listen(page);
    site.reset();
    await openPeer(page, site, peer);
    await page.evaluate((count) => window.driver.prepare(count), BURST);
    await page.evaluate((count) => window.driver.burst(count, true), BURST);
    if (peer.idleMs > 0) await untilArrived(site, peer, BURST);
    const growth = await page.evaluate(() => window.driver.heapGrowth());
    return { growth, strangers: [...strangers], said: [...said] };
  } finally {
    await context.close();
  }
}

/** Gathers the first different lines of a page's console and its uncaught errors: loss is often told there. */
export function listen(page: Page): ReadonlySet<string> {
  const said = new Set<string>();
  const add = (text: string) => said.size < LINES_TO_KEEP && said.add(text.slice(0, LINE_LENGTH));
  page.on('console', (message) => add(message.text()));
  page.on('pageerror', (error) => add(String(error)));
  return said;
}

/** Milliseconds of real time. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
