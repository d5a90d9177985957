import { pause } from '../src/peers/speed.ts';
import type { Fate } from './Fate.ts';

const ENTRIES = 100;
const BAD = 'n=000049';

/** One entry that no server takes: do the others suffer for it? */
export const badEntry: Fate = {
  name: 'one bad entry',
  says: `${ENTRIES} entries, one every 5 ms; every request that carries the fiftieth is answered 400. The 99 others ought to arrive.`,
  expected: ENTRIES - 1,
  async run(stand) {
    stand.site.refuse = (body) => (body.includes(BAD) ? 400 : undefined);
    const page = await stand.open();
    for (let n = 0; n < ENTRIES; n += 1) {
      await page.evaluate((at) => window.driver.log(at, at + 1), n);
      await pause(5);
    }
    await stand.untilArrived(ENTRIES - 1);
    return { fault: stand.site.traffic.refused > 0 || 'no request was refused' };
  },
};
