import type { Browser, Page } from 'playwright';

/** Milliseconds, one number per page. */
export interface HeldFigures {
  readonly entries: number;
  /** On a page that has shown nothing yet. */
  readonly firstPaintMs: readonly number[];
  readonly wrapMs: readonly number[];
  /** Toggles after which another row stood at the top. */
  readonly movedTops: number;
}

/** First paint and wrap toggle of entries that are in the buffer. */
export async function runHeld(
  browser: Browser,
  origin: string,
  entries: number,
  rounds: number,
): Promise<HeldFigures> {
  const firstPaintMs: number[] = [];
  const wrapMs: number[] = [];
  let movedTops = 0;
  for (let round = 0; round < rounds; round += 1) {
    const page = await openHeld(browser, origin, entries);
    firstPaintMs.push(await page.evaluate(() => window.paintHeld()));
    await page.evaluate(() => window.moveThumb(0.4));
    for (let toggle = 0; toggle < 2; toggle += 1) {
      const { ms, before, after } = await page.evaluate(() => window.toggleWrap());
      wrapMs.push(ms);
      if (before !== after) movedTops += 1;
    }
    await page.close();
  }
  return { entries, firstPaintMs, wrapMs, movedTops };
}

/** How far 240 px of the wheel go in many rows. */
export interface WheelFigures {
  readonly entries: number;
  /** Rows of 20 px, one number per turn: at the start, at places in between, and near the end. */
  readonly rowsPerTurn: readonly number[];
}

const PLACES = [0, 0.05, 0.2, 0.4, 0.5, 0.6, 0.8, 0.95];
const TURN_PX = 240;

export async function runWheel(browser: Browser, origin: string, entries: number): Promise<WheelFigures> {
  const page = await openHeld(browser, origin, entries);
  await page.evaluate(() => window.paintHeld());
  await page.locator('.tailrace-list').hover();
  const rowsPerTurn: number[] = [];
  for (const place of PLACES) {
    await page.evaluate((share) => window.moveThumb(share), place);
    const before = await page.evaluate(() => window.topRow());
    await page.mouse.wheel(0, TURN_PX);
    // What the wheel does comes later, and nothing says when it is over.
    await page.waitForTimeout(600);
    rowsPerTurn.push((await page.evaluate(() => window.topRow())) - before);
  }
  await page.close();
  return { entries, rowsPerTurn };
}

async function openHeld(browser: Browser, origin: string, entries: number): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
  await page.goto(`${origin}/held.html`);
  await page.waitForFunction(() => 'hold' in window);
  await page.evaluate((count) => window.hold(count), entries);
  return page;
}
