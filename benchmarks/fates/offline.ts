import type { Page } from 'playwright';
import { pause } from '../src/peers/speed.ts';
import type { Fate } from './Fate.ts';

const ENTRIES = 360;
const INTERVAL_MS = 10_000;
/** Milliseconds that what is sent on leaving has to fail in. */
const LEAVE_MS = 2000;

/** The network is away for an hour, the page is closed meanwhile, and opened again when it is back. */
export const offline: Fate = {
  name: 'offline for an hour',
  says: `${ENTRIES} entries, one every ten seconds on the wound clock, without a network; the page is left while still offline, and opened again with it. Requests: those that arrive.`,
  expected: ENTRIES,
  isFast: true,
  async run(stand) {
    const page = await stand.open();
    await stand.context.setOffline(true);
    // Last words of a page may go past the emulation.
    stand.site.isUnreachable = true;
    const isOffline = !(await canReach(page));
    const before = stand.site.traffic.requests;
    await stand.logSlowly(page, ENTRIES, INTERVAL_MS);
    const meanwhile = stand.site.traffic.requests - before;
    await page.goto('about:blank');
    await pause(LEAVE_MS);
    stand.site.isUnreachable = false;
    await stand.context.setOffline(false);
    const isBack = await stand.comeBack(page).then(canReach);
    await stand.windUntilArrived(page, ENTRIES);
    if (!isOffline || meanwhile > 0) return { fault: 'the site could be reached while offline' };
    return { fault: isBack || 'the site could not be reached afterwards' };
  },
};

function canReach(page: Page): Promise<boolean> {
  return page.evaluate(() =>
    fetch('/empty.html', { cache: 'no-store' }).then(
      () => true,
      () => false,
    ),
  );
}
