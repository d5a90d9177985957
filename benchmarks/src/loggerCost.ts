import { chromium } from 'playwright';
import { CHROMIUM_ARGS, ensureChromium } from '../../scripts/ensureChromium.mjs';
import { median, type Benchmark } from './Benchmark.ts';
import { createTaskClock } from './mainThreadTime.ts';
import { servePages } from './servePages.ts';
import { startSinkServer } from './sinkServer.ts';

/** As many as the queue holds, so that none is given up however slow the network is. */
const CALLS = 10_000;

interface Cost {
  /** Microseconds of the call itself. */
  readonly call: number;
  /** Microseconds of the main thread in all, until delivered or stored. */
  readonly mainThread: number;
}

/** What a call of `logger.info` costs the page, against putting the same lines into IndexedDB by hand. */
export const loggerCost: Benchmark = {
  name: 'logger.info',
  unit: 'µs of the main thread per entry',
  better: 'less',
  says: `${CALLS.toLocaleString('en')} calls with a small object, 100 to a task; all of the main thread until the last entry is acknowledged over HTTP (the floor: until it is in IndexedDB, and nothing is sent). Leaves out what the browser does in other threads and processes.`,

  async run(rounds) {
    const sink = await startSinkServer();
    const pages = await servePages({ '/api': sink.url });
    const browser = await chromium.launch({ executablePath: ensureChromium(), args: CHROMIUM_ARGS });
    const measure = async (run: 'runLogger' | 'runRawPut'): Promise<Cost> => {
      const context = await browser.newContext();
      const page = await context.newPage();
      await page.goto(`${pages.origin}/logger.html`);
      await page.waitForFunction(() => 'runRawPut' in window);
      const clock = await createTaskClock(page);
      // Once for the compiler, and then for the record.
      await page.evaluate(([name, count]) => window[name](count), [run, CALLS] as const);
      const before = await clock();
      const elapsed = await page.evaluate(([name, count]) => window[name](count), [run, CALLS] as const);
      const mainThread = (await clock()) - before;
      await context.close();
      return { call: (elapsed * 1000) / CALLS, mainThread: (mainThread * 1e6) / CALLS };
    };
    try {
      const subject: Cost[] = [];
      const floor: Cost[] = [];
      for (let round = 0; round < rounds; round += 1) {
        subject.push(await measure('runLogger'));
        floor.push(await measure('runRawPut'));
      }
      return {
        subject: { name: 'logger.info until acknowledged', rounds: subject.map((cost) => cost.mainThread) },
        floor: { name: 'raw IndexedDB put', rounds: floor.map((cost) => cost.mainThread) },
        aside: {
          'the call itself, µs': Number(median(subject.map(({ call }) => call)).toFixed(2)),
          'the call itself, floor, µs': Number(median(floor.map(({ call }) => call)).toFixed(2)),
        },
      };
    } finally {
      await browser.close();
      await pages.close();
      await sink.close();
    }
  },
};
