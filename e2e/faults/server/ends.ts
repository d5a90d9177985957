import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { demand, type Length } from '../Scenario.ts';
import { fillStore } from './fillStore.ts';
import type { ServerResult, ServerScenario } from './ServerScenario.ts';
import type { ServerStand } from './ServerStand.ts';
import { until } from './until.ts';
import { StreamClient } from './StreamClient.ts';

const KILLS = { short: 10, long: 100 };
const TERMINATIONS = { short: 5, long: 20 };
/** Entries of a store that is large. */
const LARGE = { short: 20_000, long: 500_000 };
const RESTARTING = 1012;
/** Milliseconds from SIGTERM to the end, as the server promises. */
const GRACE_MS = 5000;

/** How a server ends: at once, or in good order. */
export const ends: readonly ServerScenario[] = [
  { name: 'kill', run: (stand, length) => kill(stand, KILLS[length]) },
  { name: 'kill-large', run: killLarge },
  { name: 'sigterm', run: (stand, length) => terminate(stand, TERMINATIONS[length]) },
];

async function killLarge(stand: ServerStand, length: Length): Promise<ServerResult> {
  await stand.start();
  const filled = await fillStore(stand, LARGE[length]);
  const { faults, figures } = await kill(stand, Math.ceil(KILLS[length] / 5), true);
  return { faults: { ...faults, filled }, ...(figures && { figures }) };
}

async function kill(stand: ServerStand, times: number, isStarted = false): Promise<ServerResult> {
  const { server } = stand;
  if (!isStarted) await stand.start();
  stand.load();
  const readyMs: number[] = [];
  const cpuMs: number[] = [];
  for (let round = 0; round < times; round += 1) {
    const before = stand.acknowledged;
    await until(
      () => stand.acknowledged > before,
      'Nothing was acknowledged: there is no load to kill under',
    );
    await delay(Math.random() * 800);
    await server.kill();
    await server.start();
    readyMs.push(server.readyMs);
    cpuMs.push(server.readyCpuMs);
  }
  await delay(300);
  await stand.finishLoad();
  demandGoodAnswers(stand);
  readyMs.sort((a, b) => a - b);
  cpuMs.sort((a, b) => a - b);
  return {
    faults: { kills: server.kills, lostReplies: stand.retriedDuplicates },
    figures: {
      readyMedianMs: readyMs[Math.floor(readyMs.length / 2)]!,
      readyMaxMs: readyMs.at(-1)!,
      cpuMedianMs: cpuMs[Math.floor(cpuMs.length / 2)]!,
      over1s: readyMs.filter((ms) => ms > 1000).length,
    },
  };
}

async function terminate(stand: ServerStand, times: number): Promise<ServerResult> {
  const { server } = stand;
  await stand.start();
  stand.load();
  let closed = 0;
  let slowestMs = 0;
  for (let round = 0; round < times; round += 1) {
    const client = new StreamClient(stand);
    await client.opened;
    await delay(200 + Math.random() * 600);
    const asked = performance.now();
    const code = await server.stop();
    const ms = Math.round(performance.now() - asked);
    slowestMs = Math.max(slowestMs, ms);
    demand(code === 0, `It ended with ${code} after ${ms} ms:\n${server.output}`);
    demand(ms <= GRACE_MS, `It took ${ms} ms to end`);
    demand(!existsSync(join(server.dataDir, 'running')), 'The next start takes this for an unclean end');
    const end = await client.closed;
    demand(end.code === RESTARTING, `A stream was closed with ${end.code}`);
    demand(
      /^reconnect_in_ms=\d+$/.test(end.reason),
      `A stream was not told when to come back: ${end.reason}`,
    );
    closed += 1;
    await server.start();
  }
  await delay(300);
  await stand.finishLoad();
  demandGoodAnswers(stand);
  const cut = stand.senders.reduce((sum, { cutReplies }) => sum + cutReplies, 0);
  demand(cut === 0, `${cut} replies were cut in their middle`);
  return { faults: { terminations: times, closed }, figures: { slowestMs, refused: stand.count(503) } };
}

/** Nobody is told something wrong by a server that ends. @throws with what it was */
export function demandGoodAnswers(stand: ServerStand): void {
  const wrongs = stand.senders.flatMap(({ wrongs: some }) => some);
  demand(wrongs.length === 0, `${wrongs.length} answers were wrong, among them ${wrongs[0]}`);
  const silent = stand.senders.reduce((sum, { withoutRetryAfter }) => sum + withoutRetryAfter, 0);
  demand(silent === 0, `${silent} refusals did not say when to come again`);
}
