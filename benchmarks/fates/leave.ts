import { pause } from '../src/peers/speed.ts';
import type { Fate } from './Fate.ts';

/** Milliseconds after which what was sent on leaving has arrived. */
const LEAVE_MS = 3000;

/** So many entries, and in the same task the user goes elsewhere. */
export function createLeave(entries: number): Fate {
  return {
    name: `${entries.toLocaleString('en')}, then left`,
    says: `${entries.toLocaleString('en')} entries and a navigation to another page in one task; then a page with the logger again.`,
    expected: entries,
    async run(stand) {
      const page = await stand.open();
      const left = page.waitForURL('**/empty.html');
      // The answer may be lost with the page.
      page
        .evaluate((count) => {
          window.driver.log(0, count);
          location.href = '/empty.html';
        }, entries)
        .catch(() => undefined);
      await left;
      await pause(LEAVE_MS);
      const atOnce = stand.site.traffic.arrivals.delivered;
      await stand.comeBack(page);
      await stand.untilArrived(entries);
      return { fault: true, aside: { 'at once': atOnce } };
    },
  };
}
