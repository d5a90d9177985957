import { pause } from '../src/peers/speed.ts';
import type { Fate } from './Fate.ts';

const ENTRIES = 100;

/** Nothing happens: who loses entries here is not set up rightly, and the rest of its row says nothing. */
export const control: Fate = {
  name: 'control',
  says: `${ENTRIES} entries, one every 10 ms, and nothing happens.`,
  expected: ENTRIES,
  async run(stand) {
    const page = await stand.open();
    for (let n = 0; n < ENTRIES; n += 1) {
      await page.evaluate((at) => window.driver.log(at, at + 1), n);
      await pause(10);
    }
    await stand.untilArrived(ENTRIES);
    return { fault: true };
  },
};

/** The same with the clock wound on, as the long scenarios have it. */
export const fastControl: Fate = {
  name: 'control, fast clock',
  says: `${ENTRIES} entries, one a second on the page's clock, which is wound on; nothing happens.`,
  expected: ENTRIES,
  isFast: true,
  async run(stand) {
    const page = await stand.open();
    await stand.logSlowly(page, ENTRIES, 1000);
    await stand.windUntilArrived(page, ENTRIES);
    return { fault: true };
  },
};
