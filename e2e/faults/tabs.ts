import { setTimeout as delay } from 'node:timers/promises';
import type { FaultStand, LoggingPage } from './FaultStand.ts';
import { logAtRandom, lastTask } from './processes.ts';
import { demand, Inconclusive, type Faults, type Scenario } from './Scenario.ts';

const ROLE_TIMEOUT_MS = 60_000;

/** Several tabs of one origin, one of which sends for all. */
export const tabs: readonly Scenario[] = [
  { name: 'eight-tabs', run: (stand) => logInTabs(stand, 8) },
  { name: 'leader-killed', run: (stand) => killLeader(stand, 3) },
  { name: 'leader-stopped', run: (stand) => stopLeader(stand) },
  { name: 'tab-stopped-in-transaction', run: (stand) => stopInTransaction(stand) },
  { name: 'two-versions', run: (stand) => runTwoVersions(stand) },
];

async function logInTabs(stand: FaultStand, count: number): Promise<Faults> {
  const pages: LoggingPage[] = [];
  for (let tab = 0; tab < count; tab += 1) pages.push(await stand.openPage());
  for (let round = 0; round < 20; round += 1) {
    if (round % 5 === 2) stand.proxy.repliesToSwallow = 1;
    await Promise.all(pages.map((logging) => logging.log(10)));
    await delay(100);
  }
  await stand.untilDelivered();
  return { tabs: pages.length, swallowed: stand.proxy.counts.swallowedReplies };
}

async function killLeader(stand: FaultStand, times: number): Promise<Faults> {
  const pages = [await stand.openPage(), await stand.openPage()];
  let kills = 0;
  for (; kills < times; kills += 1) {
    const leader = await untilLed(pages);
    for (const logging of pages) await logAtRandom(logging, 300);
    const pid = await stand.rendererPid(leader.page);
    const crashed = leader.page.waitForEvent('crash');
    await stand.killDuring(leader, 5, 'renderer', pid);
    await crashed;
    pages.splice(pages.indexOf(leader), 1, await stand.openPage());
    await leader.page.close();
  }
  for (const logging of pages) await lastTask(logging);
  await stand.untilDelivered();
  return { kills };
}

/** Another tab takes the lead over; when the old one goes on, both have something to send. */
async function stopLeader(stand: FaultStand): Promise<Faults> {
  const pages = [await stand.openPage(), await stand.openPage()];
  const leader = await untilLed(pages);
  const heir = pages.find((logging) => logging !== leader)!;
  const pid = await stand.rendererPid(leader.page);
  await leader.log(200);
  process.kill(pid, 'SIGSTOP');
  try {
    await heir.log(200);
    await untilLed([heir]);
    await heir.log(200);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await leader.log(200);
  await stand.untilDelivered();
  return { leadTaken: 1 };
}

/** The one holds a read-write transaction open and stands still; the other still has to deliver. */
async function stopInTransaction(stand: FaultStand): Promise<Faults> {
  const logging = await stand.openPage();
  await logging.log(20);
  await stand.untilDelivered();
  const holder = await stand.context.newPage();
  await holder.goto(`${stand.pages.origin}/blank?scripts=lookout.js`);
  const pid = await stand.rendererPid(holder);
  const held = await holder.evaluate(() => window.holdTransaction());
  if (held === 0) throw new Inconclusive('There is no database to hold');
  process.kill(pid, 'SIGSTOP');
  try {
    await logging.log(300);
    await stand.untilSent(logging, ROLE_TIMEOUT_MS);
    const { confirmed } = await logging.report();
    if (confirmed.length > 20) throw new Inconclusive('Writes went through all the same');
    await logging.log(300);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await holder.close();
  await stand.untilDelivered();
  return { held };
}

/** A page with the next version of the logger's database opens beside one with this version. */
async function runTwoVersions(stand: FaultStand): Promise<Faults> {
  const older = await stand.openPage();
  await older.log(100);
  const newer = await stand.openPage({ before: 'nextVersion' });
  for (let round = 0; round < 10; round += 1) {
    await Promise.all([older.log(20), newer.log(20)]);
    await delay(100);
  }
  await stand.untilDelivered();
  await lastTask(older);
  const again = await stand.openPage({ page: older.page });
  await again.log(50);
  await newer.log(50);
  await stand.untilDelivered();
  return { databaseVersion: (await databaseVersion(newer)) - 1 };
}

async function untilLed(pages: readonly LoggingPage[]): Promise<LoggingPage> {
  const deadline = performance.now() + ROLE_TIMEOUT_MS;
  for (;;) {
    for (const logging of pages) {
      if ((await logging.report()).status.shipping === 'leader') return logging;
    }
    demand(performance.now() < deadline, 'No tab leads');
    await delay(50);
  }
}

/** The highest version that a database of the logger has. */
export function databaseVersion({ page }: LoggingPage): Promise<number> {
  return page.evaluate(async () => {
    const databases = await indexedDB.databases();
    return Math.max(0, ...databases.map(({ version }) => version ?? 0));
  });
}
