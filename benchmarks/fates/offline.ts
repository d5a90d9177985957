import type { Page } from 'playwright';
import type { Fate } from './Fate.ts';

const ENTRIES = 360;
const INTERVAL_MS = 10_000;

/** The network is away for an hour, the page is closed meanwhile, and opened again when it is back. */
export const offline: Fate = {
  name: 'offline for an hour',
  says: `${ENTRIES} entries, one every ten seconds on the wound clock, without a network; the page is left while still offline, and opened again with it. Requests: those that arrive.`,
  expected: ENTRIES,
  isFast: true,
  async run(stand) {
    const page = await stand.open();
    await stand.context.setOffline(true);
    const isOffline = !(await canReach(page));
    const before = stand.site.traffic.requests;
    await stand.logSlowly(page, ENTRIES, INTERVAL_MS);
    const meanwhile = stand.site.traffic.requests - before;
    await page.goto('about:blank');
    await stand.context.setOffline(false);
    const isBack = await stand.open(page).then(canReach);
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
