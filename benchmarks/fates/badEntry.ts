import type { Fate } from './Fate.ts';

const ENTRIES = 100;
const BAD = 'n=000049';

/** One entry that no server takes: do the others suffer for it? */
export const badEntry: Fate = {
  name: 'one bad entry',
  says: `${ENTRIES} entries in one task; every request that carries the fiftieth is answered 400. The 99 others ought to arrive; retries are waited for on the wound clock.`,
  expected: ENTRIES - 1,
  isFast: true,
  async run(stand) {
    stand.site.refuse = (body) => (body.includes(BAD) ? 400 : undefined);
    const page = await stand.open();
    await page.evaluate((count) => window.driver.log(0, count), ENTRIES);
    await stand.windUntilArrived(page, ENTRIES - 1);
    return { fault: stand.site.traffic.refused > 0 || 'no request was refused' };
  },
};
