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
const STALL_MS = { short: 20_000, long: 30_000 };
/** Senders of large batches: more than the server may hold in memory. */
const FLOOD = { senders: 120, batch: 100, padding: 8000, hangsUp: false };
/** Bytes that the server may grow by while it takes and refuses what cannot be stored. */
const MAX_GROWTH_MB = 400;
/** Milliseconds that an answer may take while the disk stands still, on a machine that others use too. */
const ANSWER_MS = 5000;

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
  await stand.start();
  stand.load();
  await until(() => stand.acknowledged > 100, 'Nothing was acknowledged at first');
  const stream = new StreamClient(stand);
  await stream.opened;
  const heartbeats = stream.heartbeats;
  const before = stand.memoryKb;
  preload.isStalled = true;
  await until(() => preload.stalledSyncs > 0, 'No sync hung');
  const from = performance.now();
  stand.load(FLOOD.senders, FLOOD);
  let [grownKb, slowestMs, reads] = [0, 0, 0];
  while (performance.now() - from < STALL_MS[length]) {
    for (const path of ['/healthz', '/api/v1/logs?source=faults&limit=10', '/api/v1/logs/stats']) {
      const asked = performance.now();
      // oxlint-disable-next-line no-await-in-loop
      const answer = await stand.read(path, ANSWER_MS);
      demand(answer.ok, `While the disk stood still ${path} was answered ${answer.status}`);
      slowestMs = Math.max(slowestMs, Math.round(performance.now() - asked));
      reads += 1;
    }
    grownKb = Math.max(grownKb, stand.memoryKb - before);
    // oxlint-disable-next-line no-await-in-loop
    await delay(500);
  }
  const to = performance.now();
  preload.isStalled = false;
  const during = stand.senders.flatMap(({ acknowledgements }) => acknowledgements);
  demand(
    !during.some(({ at }) => at > from + 100 && at < to),
    'Something was acknowledged that no disk had taken',
  );
  const beats = stream.heartbeats - heartbeats;
  demand(beats > 0, 'The stream gave no sign of life');
  const grownMB = Math.round(grownKb / 1024);
  demand(grownMB < MAX_GROWTH_MB, `The server grew by ${grownMB} MB`);
  await untilAccepted(stand);
  await stand.finishLoad();
  demandGoodAnswers(stand);
  await stream.close();
  demand(stream.complaints.length === 0, `The stream said ${stream.complaints.join(', ')}`);
  return {
    faults: {
      stalledSyncs: preload.stalledSyncs,
      stalledMs: Math.round(to - from),
      refused: stand.count(503),
    },
    figures: { reads, slowestMs, beats, grownMB },
  };
}
