import { BURST } from '../src/peers/speed.ts';
import type { Fate } from './Fate.ts';

/** More at once than any queue was made for. */
export const burst: Fate = {
  name: 'burst of 100,000',
  says: `${BURST.toLocaleString('en')} entries, 100 to a task, one task after the other. Tailrace too is counted at the local sink: its server would answer 429, and so measure patience.`,
  expected: BURST,
  isStored: false,
  async run(stand) {
    const page = await stand.open();
    await page.evaluate((count) => window.driver.prepare(count), BURST);
    await page.evaluate((count) => window.driver.burst(count, false), BURST);
    await stand.untilArrived(BURST);
    return { fault: true };
  },
};
