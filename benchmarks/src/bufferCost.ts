import { chromium, type CDPSession } from 'playwright';
import { CHROMIUM_ARGS, ensureChromium } from '../../scripts/ensureChromium.mjs';
import { servePages } from './servePages.ts';

const COUNTS = [100_000, 1_000_000];

const QUERIES = [
  { text: 'request 77' },
  { text: 'after 310 ms' },
  { text: 'nothing has this' },
  { text: String.raw`\b99\d answered`, regex: true },
  { text: '(a+)+$', regex: true },
];
const FILTERS = ['level:>=error', 'source:api', 'user_id:u-77'];

/** Bytes of the page's heap and of what its arrays keep outside of it. */
async function memory(session: CDPSession): Promise<number> {
  // The first collection finds what the second one frees.
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage');
  const usage = (await session.send('Runtime.getHeapUsage')) as {
    usedSize: number;
    backingStorageSize?: number;
  };
  return usage.usedSize + (usage.backingStorageSize ?? 0);
}

/** What buffered entries cost: memory beside the raw text, and time of the main thread. */
const pages = await servePages();
const browser = await chromium.launch({ executablePath: ensureChromium(), args: CHROMIUM_ARGS });
try {
  for (const count of COUNTS) {
    const page = await browser.newPage();
    await page.goto(`${pages.origin}/buffer.html`);
    await page.waitForFunction(() => 'fillBuffer' in window);
    const session = await page.context().newCDPSession(page);
    await page.evaluate(() => window.fillBuffer(20_000));
    await page.evaluate(() => (window.buffer = undefined));
    const before = await memory(session);
    const { parseMs, allMs, characters } = await page.evaluate(
      (entries) => window.fillBuffer(entries),
      count,
    );
    const bytes = (await memory(session)) - before;
    const perEntry = (ms: number) => `${((ms * 1000) / count).toFixed(2)} µs`;
    const megabytes = (value: number) => `${(value / 1e6).toFixed(1)} MB`;
    process.stdout.write(
      `${count.toLocaleString('en')} entries: ${megabytes(bytes)} of memory for ${megabytes(characters)} of text, ` +
        `${megabytes(bytes - characters)} above it; JSON.parse ${perEntry(parseMs)} and in all ${perEntry(allMs)} an entry\n`,
    );
    const ms = (value: number) => `${value.toFixed(1)} ms`;
    for (const query of QUERIES) {
      const times = await page.evaluate((asked) => window.searchBuffer(asked), query);
      process.stdout.write(
        `  search ${query.regex ? `/${query.text}/` : `"${query.text}"`}: ${times.count.toLocaleString('en')} rows, first after ${ms(times.firstMs)}, ` +
          `all after ${ms(times.allMs)}; longest long task ${ms(times.longestTaskMs)}; a batch appended in ${ms(times.batchMs)}\n`,
      );
    }
    const { firstMs, nextMs } = await page.evaluate(() => window.countBuffer());
    process.stdout.write(
      `  level, source, logger and histogram: ${ms(firstMs)}; a batch and again: ${ms(nextMs)}\n`,
    );
    for (const filter of FILTERS) {
      const { rows, ms: taken } = await page.evaluate((asked) => window.filterBuffer(asked), filter);
      process.stdout.write(`  filter ${filter}: ${rows.toLocaleString('en')} rows after ${ms(taken)}\n`);
    }
    await page.close();
  }
} finally {
  await browser.close();
  await pages.close();
}
