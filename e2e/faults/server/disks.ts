import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { demand, Inconclusive, type Length } from '../Scenario.ts';
import { demandGoodAnswers } from './ends.ts';
import type { ServerResult, ServerScenario } from './ServerScenario.ts';
import type { ServerStand } from './ServerStand.ts';
import { StreamClient } from './StreamClient.ts';
import { until } from './until.ts';

const MB = 1024 ** 2;
/** How long the disk stands still: first until memory has grown to its bound, then to see that it stays there. */
const FLOOD_MS = { short: [10_000, 15_000], long: [30_000, 60_000] } as const;
/** Senders of large batches: more than the server may hold in memory. */
const FLOOD = { senders: 120, batch: 100, padding: 8000, hangsUp: false };
/** Bytes of such a batch, on average. */
const BATCH_BYTES = (FLOOD.batch / 2) * FLOOD.padding;
/** Megabytes that the server may grow by while it takes and refuses what cannot be stored. */
const MAX_GROWTH_MB = 250;
/** Megabytes that it may grow by beyond that, when the flood goes on for twice as long: garbage, of much more that it is sent. */
const MAX_MORE_MB = 64;
/** Of what it refuses meanwhile, at least so many times as much, for else a plateau would show nothing. */
const OFFERED_PER_GROWTH = 4;
/** Milliseconds without an acknowledgement after which none is on its way any more. */
const QUIET_MS = 2000;
/** Milliseconds that an answer may take while the disk stands still: less than it does, so that none waits for it. */
const ANSWER_MS = 20_000;

/** Disks that have no room, or do not answer. */
export const disks: readonly ServerScenario[] = [
  { name: 'full-disk', parent: smallDisk, run: fillDisk },
  { name: 'stalled-disk', run: stall },
];

/** @throws {Inconclusive} without the right to mount */
function smallDisk(cleanups: (() => void)[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'tailrace-disk-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', folder], { stdio: 'pipe' });
  } catch (error) {
    throw new Inconclusive('A disk of 8 MiB cannot be mounted here', { cause: error });
  }
  cleanups.push(() => execFileSync('umount', ['-l', folder], { stdio: 'pipe' }));
  return folder;
}

/** Twice: by another program, down to the watermark; then to the last byte, in the middle of a commit. */
async function fillDisk(stand: ServerStand): Promise<ServerResult> {
  const { server } = stand;
  const disk = dirname(server.dataDir);
  const free = () => statfsSync(disk).bavail * statfsSync(disk).bsize;
  server.environment = { LOG_MIN_FREE: '1MB' };
  await stand.start();
  stand.load(3, { pauseMs: 40 });
  await until(() => stand.acknowledged > 100, 'Nothing was acknowledged at first');
  const other = join(disk, 'other');
  writeFileSync(other, Buffer.alloc(Math.max(0, free() - 0.8 * MB)));
  const low = await untilRefused(stand);
  rmSync(other);
  await untilAccepted(stand);

  await server.stop();
  server.environment = { LOG_MIN_FREE: '0' };
  await server.start();
  await untilAccepted(stand);
  writeFileSync(other, Buffer.alloc(free()));
  const full = await untilRefused(stand);
  const freeBytes = free();
  demand((await stand.read('/readyz')).ok, 'A server whose disk is full is not ready to be read');
  rmSync(other);
  await untilAccepted(stand);
  await stand.finishLoad();
  demandGoodAnswers(stand);
  return { faults: { refusedWhenLow: low, refusedWhenFull: full }, figures: { freeBytes } };
}

/** Resolves when every sender is refused by 507. @returns how many refusals there were */
async function untilRefused(stand: ServerStand): Promise<number> {
  const before = stand.count(507);
  await until(() => stand.count(507) >= before + 2 * stand.senders.length, 'Nothing was refused by 507');
  const acknowledged = stand.acknowledged;
  for (const path of ['/api/v1/logs?source=faults&limit=10', '/api/v1/logs/stats', '/healthz']) {
    // oxlint-disable-next-line no-await-in-loop
    const { status } = await stand.read(path);
    demand(status === 200, `With a full disk ${path} was answered ${status}`);
  }
  demand(acknowledged > 0, 'There was nothing to read');
  return stand.count(507) - before;
}

async function untilAccepted(stand: ServerStand): Promise<void> {
  const before = stand.acknowledged;
  await until(() => stand.acknowledged > before, 'Nothing was taken when there was room again');
}

async function stall(stand: ServerStand, length: Length): Promise<ServerResult> {
  const preload = stand.preload();
  // A server whose disk stands still cannot be stopped.
  stand.beforeStop = () => (preload.isStalled = false);
  await stand.start();
  stand.load();
  await until(() => stand.acknowledged > 100, 'Nothing was acknowledged at first');
  const stream = new StreamClient(stand);
  await stream.opened;
  const heartbeats = stream.heartbeats;
  const before = stand.memoryKb;
  preload.isStalled = true;
  await until(() => preload.stalledSyncs > 0, 'No sync hung');
  const acknowledged = await untilQuiet(stand);
  const from = performance.now();
  stand.load(FLOOD.senders, FLOOD);
  const [firstMs, secondMs] = FLOOD_MS[length];
  const first = await readDuring(stand, firstMs);
  const offered = stand.count(503);
  const second = await readDuring(stand, secondMs);
  const stalledMs = Math.round(performance.now() - from);
  const offeredAgain = stand.count(503) - offered;
  demand(stand.acknowledged === acknowledged, 'Something was acknowledged that no disk had taken');
  preload.isStalled = false;
  const beats = stream.heartbeats - heartbeats;
  demand(beats > 0, 'The stream gave no sign of life');
  const grownMB = toMB(first.mostKb - before);
  const moreMB = toMB(second.mostKb - first.mostKb);
  demand(grownMB < MAX_GROWTH_MB, `The server grew by ${grownMB} MB`);
  demand(moreMB < MAX_MORE_MB, `The server grew by ${grownMB} MB, and as the flood went on by ${moreMB} MB`);
  const offeredMB = Math.round((offeredAgain * BATCH_BYTES) / MB);
  if (offeredMB < OFFERED_PER_GROWTH * MAX_MORE_MB) {
    throw new Inconclusive(`The flood went on with ${offeredMB} MB only`);
  }
  await untilAccepted(stand);
  await stand.finishLoad();
  demandGoodAnswers(stand);
  await stream.close();
  demand(stream.complaints.length === 0, `The stream said ${stream.complaints.join(', ')}`);
  return {
    faults: { stalledSyncs: preload.stalledSyncs, stalledMs, refused: offered, refusedLater: offeredAgain },
    figures: {
      reads: first.reads + second.reads,
      slowestMs: Math.max(first.slowestMs, second.slowestMs),
      beats,
      grownMB,
      moreMB,
      offeredMB,
    },
  };
}

/** Resolves when what was stored before is acknowledged. @returns how much that is in all */
async function untilQuiet(stand: ServerStand): Promise<number> {
  for (;;) {
    const before = stand.acknowledged;
    // oxlint-disable-next-line no-await-in-loop
    await delay(QUIET_MS);
    if (stand.acknowledged === before) return before;
  }
}

/** Asks the server for so long, and sees how much memory it takes. @throws when it does not answer */
async function readDuring(
  stand: ServerStand,
  ms: number,
): Promise<{ reads: number; slowestMs: number; mostKb: number }> {
  const end = performance.now() + ms;
  let [reads, slowestMs, mostKb] = [0, 0, 0];
  while (performance.now() < end) {
    for (const path of ['/healthz', '/api/v1/logs?source=faults&limit=10', '/api/v1/logs/stats']) {
      const asked = performance.now();
      // oxlint-disable-next-line no-await-in-loop
      const answer = await stand.read(path, ANSWER_MS);
      demand(answer.ok, `While the disk stood still ${path} was answered ${answer.status}`);
      slowestMs = Math.max(slowestMs, Math.round(performance.now() - asked));
      reads += 1;
    }
    mostKb = Math.max(mostKb, stand.memoryKb);
    // oxlint-disable-next-line no-await-in-loop
    await delay(500);
  }
  return { reads, slowestMs, mostKb };
}

function toMB(kb: number): number {
  return Math.round(kb / 1024);
}
