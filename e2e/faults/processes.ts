import { setTimeout as delay } from 'node:timers/promises';
import type { FaultStand, LoggingPage } from './FaultStand.ts';
import { demand, type Faults, type Scenario } from './Scenario.ts';

/** Milliseconds between the entries of a page that logs steadily. */
const STEADY_MS = 5;
/** Entries of the task in which a page ends. */
const LAST_TASK = 7;
const CRASH_NOTICE_MS = 10_000;

/** Tabs, renderers and browsers that end, and those that only stand still. */
export const processes: readonly Scenario[] = [
  { name: 'renderer-killed', run: (stand) => killRenderers(stand, 8) },
  { name: 'chrome-crash', run: (stand) => crash(stand, 3) },
  { name: 'browser-killed', run: (stand, length) => killBrowsers(stand, length === 'long' ? 50 : 12) },
  { name: 'reload', run: (stand) => reload(stand, 200) },
  { name: 'pagehide', run: (stand) => logInPagehide(stand, 10) },
  { name: 'tab-closed', run: (stand) => closeTabs(stand, 10) },
  { name: 'exit-200kB', run: (stand) => leaveWithMuch(stand) },
  { name: 'bfcache', stand: { hasBackForwardCache: true }, run: (stand) => goBack(stand, 5) },
  { name: 'frozen', run: (stand, length) => freeze(stand, length === 'long' ? 600_000 : 20_000) },
];

/** Each dies in the very task of its last entries, the last of which is an error. */
async function killRenderers(stand: FaultStand, times: number): Promise<Faults> {
  let kills = 0;
  for (let round = 0; round < times; round += 1) {
    const logging = await stand.openPage();
    const pid = await stand.rendererPid(logging.page);
    await logAtRandom(logging);
    const crashed = logging.page.waitForEvent('crash', { timeout: CRASH_NOTICE_MS });
    await stand.killDuring(logging, LAST_TASK, 'renderer', pid);
    await crashed;
    kills += 1;
    await logging.page.close();
  }
  await (await stand.openPage()).log(1);
  await stand.untilDelivered();
  return { kills };
}

async function crash(stand: FaultStand, times: number): Promise<Faults> {
  let crashes = 0;
  for (let round = 0; round < times; round += 1) {
    const logging = await stand.openPage();
    const pid = await stand.rendererPid(logging.page);
    await logAtRandom(logging);
    await lastTask(logging);
    stand.killedLoads.set(logging.load, 'renderer');
    logging.page.goto('chrome://crash').catch(() => undefined);
    await untilGone(pid);
    crashes += 1;
    await logging.page.close();
  }
  await (await stand.openPage()).log(1);
  await stand.untilDelivered();
  return { crashes };
}

async function killBrowsers(stand: FaultStand, times: number): Promise<Faults> {
  let kills = 0;
  for (let round = 0; round < times; round += 1) {
    const logging = await stand.openPage();
    const pid = await stand.browserPid();
    await logAtRandom(logging);
    const closed = stand.context.waitForEvent('close', { timeout: CRASH_NOTICE_MS });
    await stand.killDuring(logging, LAST_TASK, 'browser', pid);
    await closed;
    await untilGone(pid);
    kills += 1;
    await stand.launch();
  }
  await (await stand.openPage()).log(1);
  await stand.untilDelivered();
  return { kills };
}

async function reload(stand: FaultStand, times: number): Promise<Faults> {
  let reloads = 0;
  let logging = await stand.openPage();
  for (let round = 0; round < times; round += 1) {
    await logAtRandom(logging, 120);
    await lastTask(logging);
    await logging.page.reload({ waitUntil: 'commit' });
    await logging.page.waitForFunction(() => 'driver' in window);
    reloads += 1;
    logging = await stand.addLogger(logging.page);
  }
  await stand.untilDelivered();
  return { reloads };
}

async function logInPagehide(stand: FaultStand, times: number): Promise<Faults> {
  let navigations = 0;
  const { page } = await stand.openPage();
  for (let round = 0; round < times; round += 1) {
    const logging = await stand.openPage({ page });
    await logging.log(LAST_TASK);
    await page.evaluate((load) => window.driver.logOnLeave(load, 20), logging.load);
    await page.goto(`${stand.pages.origin}/blank`);
    navigations += 1;
  }
  await stand.openPage({ page });
  await stand.untilDelivered();
  return { navigations };
}

async function closeTabs(stand: FaultStand, times: number): Promise<Faults> {
  let closed = 0;
  for (let round = 0; round < times; round += 1) {
    const logging = await stand.openPage();
    await logAtRandom(logging, 200);
    await lastTask(logging);
    await logging.page.close();
    closed += 1;
  }
  await stand.openPage();
  await stand.untilDelivered();
  return { closed };
}

/** More than what a page may still send when it goes: the rest must be there for the next page. */
async function leaveWithMuch(stand: FaultStand): Promise<Faults> {
  const logging = await stand.openPage();
  await stand.untilStorage(logging);
  stand.proxy.goDown();
  await logging.log(500, 'x'.repeat(400));
  const { emitted, status } = await logging.report();
  await lastTask(logging);
  stand.proxy.isRefusing = false;
  await logging.page.close();
  await stand.openPage();
  await stand.untilDelivered();
  return { left: status.queued, emitted };
}

async function goBack(stand: FaultStand, times: number): Promise<Faults> {
  const logging = await stand.openPage();
  const { page } = logging;
  await page.evaluate(() =>
    addEventListener('pageshow', ({ persisted }) => {
      document.title = persisted ? 'restored' : 'loaded';
    }),
  );
  let restored = 0;
  for (let round = 0; round < times; round += 1) {
    await logging.log(LAST_TASK);
    await page.evaluate((load) => window.driver.logOnLeave(load, 3), logging.load);
    await page.goto(`${stand.pages.origin}/blank?elsewhere`);
    await page.goBack({ waitUntil: 'commit' });
    await page.waitForFunction(() => 'driver' in window);
    if ((await page.title()) !== 'restored') break;
    restored += 1;
    await logging.log(LAST_TASK);
  }
  await stand.untilDelivered();
  return { restored: restored === times ? restored : 0 };
}

async function freeze(stand: FaultStand, ms: number): Promise<Faults> {
  const logging = await stand.openPage();
  const pid = await stand.rendererPid(logging.page);
  await logging.page.evaluate(([load, every]) => window.driver.start(load, every), [
    logging.load,
    STEADY_MS,
  ] as const);
  await delay(300);
  process.kill(pid, 'SIGSTOP');
  const frozen = performance.now();
  await delay(ms);
  process.kill(pid, 'SIGCONT');
  const frozenMs = Math.round(performance.now() - frozen);
  await delay(300);
  await logging.page.evaluate(() => window.driver.stop());
  await stand.untilDelivered();
  return { frozenMs };
}

/** Logs steadily, for a random time. */
export async function logAtRandom({ page, load }: LoggingPage, maxMs = 600): Promise<void> {
  await page.evaluate(([l, every]) => window.driver.start(l, every), [load, STEADY_MS] as const);
  await delay(Math.random() * maxMs);
}

/** Logs for the last time, and tells how much that was. */
export async function lastTask({ page }: LoggingPage): Promise<void> {
  await page.evaluate((count) => window.driver.lastTask(count), LAST_TASK);
}

async function untilGone(pid: number): Promise<void> {
  const deadline = performance.now() + CRASH_NOTICE_MS;
  while (isAlive(pid)) {
    demand(performance.now() < deadline, `Process ${pid} did not end`);
    await delay(20);
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    // No such process.
    return false;
  }
}
