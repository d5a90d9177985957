import type { Browser } from 'playwright';
import { longestTaskOf } from '../longestTask.ts';
import { readPageMemory } from '../pageMemory.ts';
import type { SearchTimes } from '../pages/buffer.ts';

/** What a search took. */
export interface SearchFigures extends SearchTimes {
  readonly query: string;
  /** The longest time that the page could do nothing else. Milliseconds. */
  readonly longestTaskMs: number;
}

/** What buffered entries cost. */
export interface BufferFigures {
  readonly entries: number;
  /** Bytes of memory, and characters of their JSON. */
  readonly bytes: number;
  readonly text: number;
  readonly searches: readonly SearchFigures[];
  /** Milliseconds until level, source, logger and the histogram are counted, and again after one more batch. */
  readonly countMs: number;
  readonly recountMs: number;
}

const QUERIES = [
  { text: 'request 77' },
  { text: 'nothing has this' },
  { text: String.raw`\b99\d answered`, regex: true },
  { text: '(a+)+$', regex: true },
];

/** Memory, search and counts of entries in a buffer, without a list. */
export async function runBuffer(browser: Browser, origin: string, entries: number): Promise<BufferFigures> {
  const page = await browser.newPage();
  await page.goto(`${origin}/buffer.html`);
  await page.waitForFunction(() => 'fillBuffer' in window);
  const session = await page.context().newCDPSession(page);
  // What the first buffer of a page needs beside its entries, as compiled code, is none of theirs.
  await page.evaluate(() => window.fillBuffer(20_000));
  await page.evaluate(() => (window.buffer = undefined));
  const before = await readPageMemory(session);
  const { characters: text } = await page.evaluate((count) => window.fillBuffer(count), entries);
  const bytes = (await readPageMemory(session)) - before;
  const searches: SearchFigures[] = [];
  for (const query of QUERIES) {
    const { result, longestTaskMs } = await longestTaskOf(browser, page, () =>
      page.evaluate((asked) => window.searchBuffer(asked), query),
    );
    searches.push({ query: query.regex ? `/${query.text}/` : query.text, longestTaskMs, ...result });
  }
  const { firstMs: countMs, nextMs: recountMs } = await page.evaluate(() => window.countBuffer());
  await page.close();
  return { entries, bytes, text, searches, countMs, recountMs };
}
