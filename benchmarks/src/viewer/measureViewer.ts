import { cpus, totalmem } from 'node:os';
import { chromium } from 'playwright';
import { CHROMIUM_ARGS, ensureChromium } from '../../../scripts/ensureChromium.mjs';
import { servePages } from '../servePages.ts';
import { runBuffer } from './buffers.ts';
import { FLOODED_LISTS, runFloods, type FloodedList, type FloodPlan } from './floods.ts';
import { runHeld, runWheel } from './heldRuns.ts';
import { formatViewerReport, writeViewerReport } from './viewerReport.ts';
import type { ViewerResults } from './ViewerResults.ts';

interface Plan {
  readonly flood: FloodPlan;
  readonly paintRounds: number;
  readonly wheelEntries: number;
}

const PER_SECOND = 50_000;
const LONG: Plan = {
  flood: {
    long: { perSecond: PER_SECOND, seconds: 30 },
    short: { perSecond: PER_SECOND, seconds: 3 },
    shortRounds: 10,
    otherRounds: 3,
  },
  paintRounds: 5,
  wheelEntries: 10_000_000,
};
/** To see whether all of it runs; its figures say little. */
const SHORT: Plan = {
  flood: {
    long: { perSecond: PER_SECOND, seconds: 4 },
    short: { perSecond: PER_SECOND, seconds: 1 },
    shortRounds: 2,
    otherRounds: 1,
  },
  paintRounds: 1,
  wheelEntries: 1_000_000,
};
const HELD = [100_000, 1_000_000];

export interface ViewerMeasurement {
  /** Which lists are flooded. @default all */
  readonly only: readonly string[];
  readonly isShort: boolean;
}

/** Measures the viewer, beside other lists and against its targets, in one run. @returns the page about it */
export async function measureViewer({ only, isShort }: ViewerMeasurement): Promise<string> {
  const plan = isShort ? SHORT : LONG;
  const lists = (Object.keys(FLOODED_LISTS) as FloodedList[]).filter(
    (list) => only.length === 0 || only.includes(list),
  );
  const buffers = await servePages();
  const pages = await servePages(
    {},
    { root: new URL('./pages/', import.meta.url), files: ['flood.html', 'held.html'] },
  );
  const browser = await chromium.launch({ executablePath: ensureChromium(), args: CHROMIUM_ARGS });
  try {
    const floods = await runFloods(browser, pages.origin, lists, plan.flood);
    const held = [];
    for (const entries of HELD) held.push(await runHeld(browser, pages.origin, entries, plan.paintRounds));
    const wheel = await runWheel(browser, pages.origin, plan.wheelEntries);
    const buffered = [];
    for (const entries of HELD) buffered.push(await runBuffer(browser, buffers.origin, entries));
    const results: ViewerResults = {
      machine: `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Chromium ${browser.version()}`,
      load: plan.flood.long,
      floods,
      held,
      wheel,
      buffers: buffered,
    };
    // What is kept is of a whole run.
    if (!isShort && only.length === 0) writeViewerReport(results);
    return formatViewerReport(results);
  } finally {
    await browser.close();
    await pages.close();
    await buffers.close();
  }
}
