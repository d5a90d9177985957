import { killRenderer } from '@tailrace/e2e/renderers';
import type { Page } from 'playwright';
import type { Fate, FateEvidence } from './Fate.ts';
import type { FateStand } from './FateStand.ts';
import { findRenderer } from './findRenderer.ts';

const TRIALS = 10;
const DELAY_MS = 50;
/** Longer than it takes to be killed. Milliseconds. */
const BUSY_MS = 5000;

/** Killed with the call's own task still running: only what it did at once can be left. */
export const killAtOnce: Fate = {
  name: 'killed in the task of an error',
  says: `${TRIALS} times: an error is logged, and the renderer is killed (SIGKILL) while that very task still runs; the next trial's page, and one at the end, is a page of the same origin.`,
  expected: TRIALS,
  run: (stand) =>
    killEachTime(stand, (page, n) =>
      page.evaluate(
        ([at, ms]) => {
          window.driver.log(at, at + 1, 'error');
          console.info('logged');
          const end = performance.now() + ms;
          while (performance.now() < end);
        },
        [n, BUSY_MS] as const,
      ),
    ),
};

/** Killed when storage had a moment. */
export const killSoonAfter: Fate = {
  name: `killed ${DELAY_MS} ms after an info`,
  says: `The same with an info entry, and ${DELAY_MS} ms between the call and the signal, in which the page is idle.`,
  expected: TRIALS,
  run: (stand) =>
    killEachTime(stand, (page, n) =>
      page.evaluate(
        ([at, ms]) => {
          window.driver.log(at, at + 1);
          setTimeout(() => console.info('logged'), ms);
        },
        [n, DELAY_MS] as const,
      ),
    ),
};

async function killEachTime(
  stand: FateStand,
  log: (page: Page, n: number) => Promise<void>,
): Promise<FateEvidence> {
  let killed = 0;
  for (let n = 0; n < TRIALS; n += 1) {
    const page = await stand.open();
    const pid = await findRenderer(stand.browser, page);
    const logged = page.waitForEvent('console', (message) => message.text() === 'logged');
    // It never ends where the page is killed in it.
    log(page, n).catch(() => undefined);
    await logged;
    await killRenderer(page, pid);
    killed += 1;
    await page.close();
  }
  await stand.comeBack();
  await stand.untilArrived(TRIALS);
  return { fault: killed === TRIALS || `only ${killed} renderers died` };
}
