import { pause } from '../src/peers/speed.ts';
import type { Fate } from './Fate.ts';

/** The server is up and answers 500, for so many minutes; one entry a second. */
export function createOutage(minutes: number, isFast: boolean): Fate {
  const entries = minutes * 60;
  return {
    name: `${minutes} minutes of 500`,
    says: `${entries} entries, one a second ${isFast ? 'on the wound clock' : 'in real time'}, while every request is answered 500; then the server is well again, and the page stays. Requests: those during the outage.`,
    expected: entries,
    isFast,
    async run(stand) {
      const page = await stand.open();
      stand.site.refuse = () => 500;
      if (isFast) await stand.logSlowly(page, entries, 1000);
      else
        for (let n = 0; n < entries; n += 1) {
          await page.evaluate((at) => window.driver.log(at, at + 1), n);
          await pause(1000);
        }
      const { requests, refused } = stand.site.traffic;
      stand.site.refuse = () => undefined;
      if (isFast) await stand.windUntilArrived(page, entries);
      else await stand.untilArrived(entries);
      return {
        fault: refused > 0 || 'no request was refused',
        requests,
        aside: { 'requests in all': stand.site.traffic.requests },
      };
    },
  };
}
