import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { demand } from '../Scenario.ts';
import { until } from './until.ts';
import { demandGoodAnswers } from './ends.ts';
import type { ServerResult, ServerScenario } from './ServerScenario.ts';
import type { Preload } from './Preload.ts';
import type { Sender } from './Sender.ts';
import type { ServerStand } from './ServerStand.ts';

const DAY_MS = 86_400_000;
const PAGE = 4096;
/** Milliseconds within which a damaged day that is read is saved, at most. */
const SALVAGE_MS = 60_000;
/** What the server says of a day that it saved. */
const SALVAGED = /put aside.*?"kept":(\d+),"lost":(\d+)/;

/** Files that are not what was written, when the server starts again. */
export const damage: readonly ServerScenario[] = [
  { name: 'damaged-today', mayLose: true, run: damageToday },
  { name: 'damaged-older', mayLose: true, run: damageOlder },
  { name: 'damaged-wal', mayLose: true, run: damageWal },
  { name: 'damaged-meta', run: damageMeta },
];

/** A day before yesterday, a yesterday and a today, each with senders of its own, by a clock that was moved. */
async function threeDays(stand: ServerStand): Promise<{ preload: Preload; days: Sender[][] }> {
  const preload = stand.preload();
  const days: Sender[][] = [];
  for (const daysAgo of [2, 1, 0]) {
    preload.clockOffsetMs = -daysAgo * DAY_MS;
    await stand.start();
    const senders = stand.load(3);
    const wanted = 500;
    await until(() => senders.reduce((sum, one) => sum + one.acknowledgedEntries, 0) > wanted, 'No load');
    await Promise.all(senders.map((sender) => sender.finish()));
    days.push(senders);
    if (daysAgo > 0) await stand.server.stop();
  }
  demand(dayFiles(stand).length === 3, `There are other days than three: ${dayFiles(stand).join(' ')}`);
  return { preload, days };
}

async function damageToday(stand: ServerStand): Promise<ServerResult> {
  const { days } = await threeDays(stand);
  await stand.server.stop();
  await stand.start();
  await stand.server.kill();
  const path = join(stand.server.dataDir, dayFiles(stand).at(-1)!);
  const damagedPages = overwritePages(path, [0.3, 0.5, 0.7]);
  await stand.start();
  const said = SALVAGED.exec(stand.server.output);
  demand(said !== null, `The server did not say how much it saved:\n${stand.server.output}`);
  await demandReadable(stand, days.slice(0, 2).flat());
  const lost = await missingOf(stand, days[2]!);
  demand(
    lost.inAccounts >= lost.unread,
    `${lost.unread} cannot be read, and ${lost.inAccounts} are shown as missing`,
  );
  return { faults: { damagedPages, saidLost: Number(said[2]) }, figures: { kept: Number(said[1]), ...lost } };
}

async function damageOlder(stand: ServerStand): Promise<ServerResult> {
  const { days } = await threeDays(stand);
  await stand.server.stop();
  const path = join(stand.server.dataDir, dayFiles(stand)[0]!);
  const damagedPages = overwritePages(path, [0.2, 0.35, 0.5, 0.65, 0.8]);
  await stand.start();
  stand.load(2);
  await delay(500);
  await stand.finishLoad();
  demandGoodAnswers(stand);
  const deadline = performance.now() + SALVAGE_MS;
  while (!SALVAGED.test(stand.server.output)) {
    demand(performance.now() < deadline, 'Nothing was said of a damaged day that was read');
    // Whoever asks over all days is told to come again, until the day is saved.
    // oxlint-disable-next-line no-await-in-loop
    await readAll(stand);
  }
  await demandReadable(stand, days.slice(1).flat());
  const said = SALVAGED.exec(stand.server.output)!;
  const lost = await missingOf(stand, days[0]!);
  demand(
    lost.inAccounts >= lost.unread,
    `${lost.unread} cannot be read, and ${lost.inAccounts} are shown as missing`,
  );
  return { faults: { damagedPages, saidLost: Number(said[2]) }, figures: { kept: Number(said[1]), ...lost } };
}

/** The end of the log of a killed server. What was damaged there, SQLite leaves out without a word. */
async function damageWal(stand: ServerStand): Promise<ServerResult> {
  const { days } = await threeDays(stand);
  await stand.server.kill();
  const path = `${join(stand.server.dataDir, dayFiles(stand).at(-1)!)}-wal`;
  demand(existsSync(path), 'A killed server left no log');
  const flippedAt = Math.floor(statSync(path).size * 0.6);
  flip(path, flippedAt);
  await stand.start();
  await demandReadable(stand, days.slice(0, 2).flat());
  const lost = await missingOf(stand, days[2]!);
  demand(
    lost.unread === 0 || /log is damaged.*"commits":[1-9]|put aside/.test(stand.server.output),
    `${lost.unread} acknowledged entries are gone, and the server says nothing of it:\n${stand.server.output}`,
  );
  return { faults: { flippedAt, unread: lost.unread } };
}

async function damageMeta(stand: ServerStand): Promise<ServerResult> {
  const { days } = await threeDays(stand);
  await stand.server.stop();
  const path = join(stand.server.dataDir, 'meta.db');
  const whole = Buffer.alloc(statSync(path).size);
  const file = openSync(path, 'r');
  readSync(file, whole, 0, whole.length, 0);
  closeSync(file);
  let refused = 0;
  for (const share of [0.5, 0]) {
    truncateSync(path, Math.floor((whole.length * share) / PAGE) * PAGE);
    const refusal = await stand.server.start().then(
      () => undefined,
      (error: Error) => error.message,
    );
    demand(refusal !== undefined, `It starts with ${share * 100} % of meta.db, as if nothing had been`);
    demand(
      /meta\.db is damaged .*put a backup in its place/.test(refusal),
      `It does not say what to do: ${refusal}`,
    );
    refused += 1;
  }
  const restored = openSync(path, 'w');
  writeSync(restored, whole);
  closeSync(restored);
  await stand.start();
  await demandReadable(stand, days.flat());
  return { faults: { refused } };
}

/** Reads all of it, as far as it can be read. */
async function readAll(stand: ServerStand): Promise<void> {
  try {
    const answer = await stand.read('/api/v1/logs/export?source=faults');
    await answer.arrayBuffer();
  } catch {
    // A file that breaks off is what a damaged day does to it.
  }
}

function dayFiles({ server }: ServerStand): string[] {
  return readdirSync(server.dataDir)
    .filter((name) => /^entries-.*\.db$/.test(name))
    .toSorted();
}

/** Writes nonsense over some pages. @returns how many */
function overwritePages(path: string, shares: readonly number[]): number {
  const pages = Math.floor(statSync(path).size / PAGE);
  const file = openSync(path, 'r+');
  for (const share of shares) {
    writeSync(file, Buffer.alloc(PAGE, 0x5a), 0, PAGE, Math.floor(pages * share) * PAGE);
  }
  closeSync(file);
  return shares.length;
}

function flip(path: string, at: number): void {
  const file = openSync(path, 'r+');
  const byte = Buffer.alloc(1);
  readSync(file, byte, 0, 1, at);
  writeSync(file, Buffer.from([byte[0]! ^ 0xff]), 0, 1, at);
  closeSync(file);
}

/** @throws when an entry of some sessions cannot be read by its id, or no list can be read at all */
async function demandReadable(stand: ServerStand, senders: readonly Sender[]): Promise<void> {
  const list = await stand.read('/api/v1/logs?source=faults&limit=1000');
  demand(list.ok, `A list is answered ${list.status}: ${await list.text()}`);
  for (const { session, lines } of senders) {
    for (let seq = 1; seq <= lines.length; seq += 37) {
      // oxlint-disable-next-line no-await-in-loop
      const { status } = await stand.read(`/api/v1/logs/${session}-${seq}`);
      demand(status === 200, `${session}-${seq} of an undamaged day is answered ${status}`);
    }
  }
}

/** What of some sessions is gone: counted one by one, and as their accounts say. */
async function missingOf(
  stand: ServerStand,
  senders: readonly Sender[],
): Promise<{ unread: number; inAccounts: number }> {
  let [unread, inAccounts] = [0, 0];
  for (const { session, lines } of senders) {
    for (let seq = 1; seq <= lines.length; seq += 1) {
      // oxlint-disable-next-line no-await-in-loop
      if ((await stand.read(`/api/v1/logs/${session}-${seq}`)).status !== 200) unread += 1;
    }
    // oxlint-disable-next-line no-await-in-loop
    const answer = await stand.read(`/api/v1/sessions/${session}`);
    if (!answer.ok) continue;
    // oxlint-disable-next-line no-await-in-loop
    const account = (await answer.json()) as { missing: [number, number][]; queued: number };
    inAccounts += account.missing.reduce((sum, [from, to]) => sum + to - from + 1, account.queued);
  }
  return { unread, inAccounts };
}
