import { setTimeout as delay } from 'node:timers/promises';
import type { FaultStand } from './FaultStand.ts';
import { lastTask } from './processes.ts';
import { demand, type Faults, type Length, type Scenario } from './Scenario.ts';

/** Calls in one task: fewer than a queue holds, so that nothing need be given up. */
const CALLS_AT_ONCE = 250;
const YEAR_MS = 365 * 24 * 3_600_000;

/** What the page itself does to its logger. */
export const page: readonly Scenario[] = [
  { name: 'hostile-arguments', run: (stand, length) => callHostile(stand, length) },
  { name: 'clock-year-ahead', run: (stand) => jump(stand, YEAR_MS) },
  { name: 'clock-year-back', run: (stand) => jump(stand, -YEAR_MS) },
];

/** No call may throw, and each must be stored or counted as given up. */
async function callHostile(stand: FaultStand, length: Length): Promise<Faults> {
  const logging = await stand.openPage();
  const total = length === 'long' ? 100_000 : 5000;
  const seed = Math.floor(Math.random() * 2 ** 31);
  let calls = 0;
  while (calls < total) {
    calls += await logging.page.evaluate(([load, count, s]) => window.logHostile(load, count, s), [
      logging.load,
      CALLS_AT_ONCE,
      seed + calls,
    ] as const);
    await logging.page.evaluate((load) => window.driver.flush(load), logging.load);
  }
  await stand.untilDelivered();
  const { emitted, thrown, status } = await logging.report();
  demand(thrown === 0, `${thrown} calls threw (seed ${seed})`);
  demand(status.emitted === emitted, `${emitted} calls, ${status.emitted} emitted (seed ${seed})`);
  return { calls };
}

/** The clock is set while entries wait, and again while the page is closed. None of them has expired. */
async function jump(stand: FaultStand, ms: number): Promise<Faults> {
  const logging = await stand.openPage();
  await logging.log(50);
  await stand.untilDelivered();
  stand.proxy.goDown();
  await logging.log(100);
  await delay(200);
  const jumped = await logging.page.evaluate((by) => window.driver.shiftClock(by), ms);
  await logging.log(100);
  await delay(200);
  stand.proxy.isRefusing = false;
  await logging.page.evaluate((load) => window.driver.flush(load), logging.load);
  await logging.log(100);
  await stand.untilDelivered();
  stand.proxy.goDown();
  await logging.log(100);
  await lastTask(logging);
  stand.proxy.isRefusing = false;
  // A new page has the machine's own clock: another jump, back again.
  const later = await stand.openPage({ page: logging.page });
  await later.log(50);
  await stand.untilDelivered();
  for (const { load, status } of stand.pages.reports.values()) {
    demand(Object.keys(status.dropped).length === 0, `${load} gave up ${JSON.stringify(status.dropped)}`);
  }
  return { jumpedDays: Math.round(Math.abs(jumped) / 86_400_000) };
}
