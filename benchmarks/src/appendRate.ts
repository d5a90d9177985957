import { chromium } from 'playwright';
import { CHROMIUM_ARGS, ensureChromium } from '../../scripts/ensureChromium.mjs';
import { median, type Benchmark } from './Benchmark.ts';
import { createTaskClock } from './mainThreadTime.ts';
import { servePages } from './servePages.ts';

const ENTRIES = 100_000;

interface Cost {
  /** Microseconds of the main thread per entry. */
  readonly mainThread: number;
  /** Entries a second, from the first one fed to the last one on screen. */
  readonly rate: number;
}

/** What an entry costs the page that shows it, against a bare virtual list. */
export const appendRate: Benchmark = {
  name: 'viewer append',
  unit: 'µs of the main thread per entry',
  better: 'less',
  says: `${ENTRIES.toLocaleString('en')} entries, 1,000 to a frame, into a list that follows its end and keeps 10,000, until the last one stands in the document. The viewer gets them as the server's frames, so parsing them, their order and their identity are in its figure; the bare list is given objects. Leaves out the network and what the compositor paints.`,

  async run(rounds) {
    const pages = await servePages();
    const browser = await chromium.launch({ executablePath: ensureChromium(), args: CHROMIUM_ARGS });
    const measure = async (prepare: 'prepareViewer' | 'prepareBareList'): Promise<Cost> => {
      const page = await browser.newPage();
      await page.goto(`${pages.origin}/viewer.html`);
      await page.waitForFunction(() => 'prepareBareList' in window);
      await page.evaluate(([name, count]) => window[name](count), [prepare, ENTRIES] as const);
      const clock = await createTaskClock(page);
      const before = await clock();
      const elapsed = await page.evaluate(() => window.run());
      const mainThread = (await clock()) - before;
      await page.close();
      return { mainThread: (mainThread * 1e6) / ENTRIES, rate: ENTRIES / (elapsed / 1000) };
    };
    try {
      const subject: Cost[] = [];
      const floor: Cost[] = [];
      for (let round = 0; round < rounds; round += 1) {
        subject.push(await measure('prepareViewer'));
        floor.push(await measure('prepareBareList'));
      }
      return {
        subject: { name: '<LogViewer> with its stream', rounds: subject.map((cost) => cost.mainThread) },
        floor: { name: 'bare TanStack Virtual list', rounds: floor.map((cost) => cost.mainThread) },
        aside: {
          'entries a second': Math.round(median(subject.map(({ rate }) => rate))),
          'entries a second, floor': Math.round(median(floor.map(({ rate }) => rate))),
        },
      };
    } finally {
      await browser.close();
      await pages.close();
    }
  },
};
