import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright';
import { countDropped } from './account.ts';
import type { FaultStand } from './FaultStand.ts';
import { demand, type Faults, type Length, type Scenario } from './Scenario.ts';

/** What DESIGN.md lets a queue hold; beyond, entries are given up and counted. */
const QUEUE_ENTRIES = 10_000;
const NOTICE_TIMEOUT_MS = 60_000;

/** Networks that lose, delay and forbid. */
export const network: readonly Scenario[] = [
  { name: 'offline', run: (stand, length) => offline(stand, length) },
  { name: 'lost-acknowledgements', run: (stand) => loseAcknowledgements(stand, 12) },
  { name: 'black-hole', run: (stand) => blackHole(stand) },
  { name: 'latency', run: (stand) => latency(stand) },
  { name: 'slow-line', run: (stand) => slowLine(stand) },
  { name: 'cors-denied', run: (stand) => denyOrigin(stand) },
  { name: 'csp-denied', run: (stand) => denyByPolicy(stand) },
];

async function offline(stand: FaultStand, length: Length): Promise<Faults> {
  const { seconds, entries } =
    length === 'long' ? { seconds: 600, entries: 60_000 } : { seconds: 30, entries: 15_000 };
  const logging = await stand.openPage();
  stand.proxy.goDown();
  for (let second = 0; second < seconds; second += 1) {
    await logging.log(entries / seconds);
    await delay(1000);
  }
  stand.proxy.isRefusing = false;
  await stand.untilDelivered();
  const { status } = await logging.report();
  const dropped = countDropped(status);
  demand(dropped <= entries - QUEUE_ENTRIES * 0.8, `${dropped} were dropped, though ${QUEUE_ENTRIES} fit`);
  demand(
    Object.keys(status.dropped).join() === 'queue_full',
    `Dropped for ${JSON.stringify(status.dropped)}`,
  );
  return { refused: stand.proxy.counts.refused };
}

/** The server stores, and its word never arrives: all is sent again, and must not be stored twice. */
async function loseAcknowledgements(stand: FaultStand, times: number): Promise<Faults> {
  const logging = await stand.openPage();
  for (let lost = 0; lost < times; lost += 1) {
    stand.proxy.repliesToSwallow = 1;
    await logging.log(30);
    await untilCounted(() => stand.proxy.counts.swallowedReplies > lost);
    await stand.untilDelivered();
  }
  return { swallowed: stand.proxy.counts.swallowedReplies };
}

async function blackHole(stand: FaultStand): Promise<Faults> {
  const logging = await stand.openPage();
  stand.proxy.isBlackHole = true;
  await logging.log(300);
  await untilCounted(() => stand.proxy.counts.swallowedPieces > 0);
  await logging.log(300);
  // Longer than a request may last.
  await logging.page.waitForFunction(
    (load) => window.driver.report(load).status.delivery.reason !== undefined,
    logging.load,
    { polling: 100, timeout: NOTICE_TIMEOUT_MS },
  );
  stand.proxy.isBlackHole = false;
  stand.proxy.cutAll();
  await stand.untilDelivered();
  return { swallowed: stand.proxy.counts.swallowedPieces };
}

async function latency(stand: FaultStand): Promise<Faults> {
  const logging = await stand.openPage();
  stand.proxy.latency = { ms: 2000, jitterMs: 2000 };
  for (let round = 0; round < 10; round += 1) {
    await logging.log(40);
    await delay(1000);
  }
  await stand.untilDelivered();
  return { delayed: stand.proxy.counts.delayedPieces };
}

async function slowLine(stand: FaultStand): Promise<Faults> {
  const logging = await stand.openPage();
  stand.proxy.bytesPerSecond = 8000;
  await logging.log(600, 'x'.repeat(100));
  await stand.untilDelivered();
  return { delayed: stand.proxy.counts.delayedPieces };
}

/** The server does not know the page's origin until its administrator has it learn it. */
async function denyOrigin(stand: FaultStand): Promise<Faults> {
  const { server } = stand;
  const allowed = server.allowedOrigins;
  await server.stop();
  server.allowedOrigins = ['https://elsewhere.example'];
  await server.start();
  const logging = await stand.openPage();
  const denials = countDenials(stand, logging.page);
  await logging.log(50);
  await untilCounted(() => denials.count > 0);
  await server.stop();
  server.allowedOrigins = allowed;
  await server.start();
  await stand.renewSignIn();
  await stand.untilDelivered();
  return { denials: denials.count };
}

async function denyByPolicy(stand: FaultStand): Promise<Faults> {
  const logging = await stand.openPage({ connect: `'self'` });
  await logging.page.evaluate(() => {
    addEventListener('securitypolicyviolation', () => (document.title = 'denied'));
  });
  await logging.log(50);
  await logging.page.waitForFunction(() => document.title === 'denied', undefined, {
    polling: 100,
    timeout: NOTICE_TIMEOUT_MS,
  });
  await logging.page.evaluate(() => window.driver.lastTask(1));
  await stand.openPage({ page: logging.page });
  await stand.untilDelivered();
  return { denials: 1 };
}

function countDenials(stand: FaultStand, page: Page): { count: number } {
  const denials = { count: 0 };
  page.on('console', (message) => {
    if (message.text().includes('CORS policy') && message.text().includes(stand.url)) denials.count += 1;
  });
  return denials;
}

async function untilCounted(happened: () => boolean): Promise<void> {
  const deadline = performance.now() + NOTICE_TIMEOUT_MS;
  while (!happened()) {
    demand(performance.now() < deadline, 'The fault did not happen in time');
    await delay(20);
  }
}
