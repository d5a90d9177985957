import { pause } from '../src/peers/speed.ts';
import type { Fate } from './Fate.ts';

/** Entries of one tab. */
const ENTRIES = 100;
const INTERVAL_MS = 20;

/** Several tabs of one origin log at the same time. */
export function createTabs(tabs: number): Fate {
  return {
    name: `${tabs} tabs`,
    says: `${tabs} tabs of one origin, each with ${ENTRIES} entries of its own, one every ${INTERVAL_MS} ms.`,
    expected: tabs * ENTRIES,
    async run(stand) {
      const pages = [];
      for (let tab = 0; tab < tabs; tab += 1) pages.push(await stand.open());
      for (let n = 0; n < ENTRIES; n += 1) {
        await Promise.all(
          pages.map((page, tab) => page.evaluate((at) => window.driver.log(at, at + 1), tab * ENTRIES + n)),
        );
        await pause(INTERVAL_MS);
      }
      await stand.untilArrived(tabs * ENTRIES);
      return { fault: true };
    },
  };
}
