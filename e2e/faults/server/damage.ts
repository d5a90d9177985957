import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { demand } from '../Scenario.ts';
import { commitsFrom, readDay, type Place } from './folderCopy.ts';
import { until } from './until.ts';
import { demandGoodAnswers } from './ends.ts';
import type { ServerResult, ServerScenario } from './ServerScenario.ts';
import type { Preload } from './Preload.ts';
import type { Sender } from './Sender.ts';
import type { ServerStand } from './ServerStand.ts';

const DAY_MS = 86_400_000;
const PAGE = 4096;
/** What the server says of a day that it saved. */
const SALVAGED = /put aside.*?"kept":(\d+),"lost":(\d+)/;
/** What it says of a log whose end is damaged. */
const DAMAGED_LOG = /log is damaged.*?"commits":(\d+)/;

/** Files that are not what was written, when the server starts again. */
export const damage: readonly ServerScenario[] = [
  { name: 'damaged-today', run: damageToday },
  { name: 'damaged-older', run: damageOlder },
  { name: 'damaged-wal', run: damageWal },
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
  const before = readDay(path);
  const damagedPages = overwritePages(path, [0.2, 0.35, 0.5, 0.65, 0.8]);
  await stand.start();
  demand(SALVAGED.test(stand.server.output), `It did not say how much it saved:\n${stand.server.output}`);
  await demandReadable(stand, days.slice(0, 2).flat());
  return salvageResult(stand, { path, before, damagedPages, senders: days[2]! });
}

async function damageOlder(stand: ServerStand): Promise<ServerResult> {
  const { days } = await threeDays(stand);
  await stand.server.stop();
  const path = join(stand.server.dataDir, dayFiles(stand)[0]!);
  const before = readDay(path);
  const damagedPages = overwritePages(path, [0.2, 0.35, 0.5, 0.65, 0.8]);
  await stand.start();
  stand.load(2);
  await delay(500);
  await stand.finishLoad();
  demandGoodAnswers(stand);
  // Whoever reads over all days comes upon the damage, waits for what can be saved, and has that.
  const exported = await stand.read('/api/v1/logs/export?source=faults');
  demand(exported.ok, `An export over a damaged day is answered ${exported.status}`);
  await exported.arrayBuffer();
  demand(SALVAGED.test(stand.server.output), 'Nothing was said of a damaged day that was read');
  await demandReadable(stand, days.slice(1).flat());
  return salvageResult(stand, { path, before, damagedPages, senders: days[0]! });
}

interface Salvage {
  readonly path: string;
  readonly before: readonly Place[];
  readonly damagedPages: number;
  readonly senders: readonly Sender[];
}

/** What is gone from the file, from the answers and from the accounts, and what the server says: the same. */
async function salvageResult(
  stand: ServerStand,
  { path, before, damagedPages, senders }: Salvage,
): Promise<ServerResult> {
  const [, saidKept, saidLost] = SALVAGED.exec(stand.server.output)!.map(Number);
  const left = new Set(readDay(path).map(({ position }) => position));
  const gone = before.filter(({ position }) => !left.has(position));
  demand(gone.length === saidLost, `${gone.length} entries are gone, and the server says ${saidLost}`);
  const kept = before.length - gone.length;
  demand(kept === saidKept, `${kept} entries are left of the day, and the server says ${saidKept}`);
  const destroyed = entriesOf(senders, gone);
  const { unread, inAccounts } = await missingOf(stand, senders);
  demand(unread === destroyed, `${unread} cannot be read, and ${destroyed} are gone from the file`);
  demand(inAccounts === destroyed, `${inAccounts} are shown as missing, and ${destroyed} are gone`);
  // The server's own entries lie in the same file.
  return {
    faults: { damagedPages, saidLost, destroyed },
    destroyed,
    figures: { saidKept, unread, inAccounts },
  };
}

/** The end of the log of a killed server. What was damaged there, SQLite leaves out without a word. */
async function damageWal(stand: ServerStand): Promise<ServerResult> {
  const { days } = await threeDays(stand);
  await stand.server.kill();
  const path = join(stand.server.dataDir, dayFiles(stand).at(-1)!);
  const wal = `${path}-wal`;
  demand(existsSync(wal), 'A killed server left no log');
  const flippedAt = Math.floor(statSync(wal).size * 0.6);
  const { frameAt, commits } = commitsFrom(readFileSync(wal), flippedAt);
  const before = readDay(path);
  const behind = readDay(path, frameAt).length;
  flip(wal, flippedAt);
  await stand.start();
  const saidCommits = Number(DAMAGED_LOG.exec(stand.server.output)?.[1] ?? 0);
  demand(saidCommits === commits, `${commits} commits are lost, and the server says ${saidCommits}`);
  await demandReadable(stand, days.slice(0, 2).flat());
  // Positions of what is lost are given again.
  const left = new Set(readDay(path).map(({ session, seq }) => `${session}-${seq}`));
  const gone = before.filter(({ session, seq }) => !left.has(`${session}-${seq}`));
  demand(
    gone.length === before.length - behind,
    `${gone.length} entries are gone, and ${before.length - behind} stood in commits behind the damage`,
  );
  const destroyed = entriesOf(days[2]!, gone);
  const { unread } = await missingOf(stand, days[2]!);
  demand(unread === destroyed, `${unread} cannot be read, and ${destroyed} are gone from the file`);
  return { faults: { flippedAt, saidCommits, destroyed }, destroyed, figures: { unread } };
}

function entriesOf(senders: readonly Sender[], places: readonly Place[]): number {
  const sessions = new Set(senders.map(({ session }) => session));
  return places.filter(({ session }) => sessions.has(session)).length;
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
