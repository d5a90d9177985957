import { demand, type Faults, type Length } from '../Scenario.ts';
import { until } from '../server/until.ts';
import type { ViewerAccount } from './account.ts';
import type { ViewerStand } from './ViewerStand.ts';

/** One way in which the viewer's stream breaks. */
export interface ViewerScenario {
  readonly name: string;
  /** Makes the faults while entries come. */
  readonly run: (stand: ViewerStand, length: Length) => Promise<Faults>;
  /** Faults that only the list itself can tell of. */
  readonly faultsOf?: (account: ViewerAccount) => Faults;
}

/** Of the load while connections break: all that comes stays in the list, and is walked through row by row. */
const SENDERS = 4;
const STEADY = {
  short: { pauseMs: 100, batch: 60 },
  // Fifty restarts take ten minutes.
  long: { pauseMs: 100, batch: 10 },
} as const;
/** How often connections break. */
const TIMES = { short: 3, long: 50 } as const;
/** A second on the slow line: a tenth of what comes. */
const SLOW_BYTES = 300_000;
/** More than the server keeps for a reader who is behind: it tells of the rest in a gap. */
const TOO_MANY = 40_000;

export const viewerScenarios: readonly ViewerScenario[] = [
  { name: 'restarts', run: (stand, length) => restart(stand, length) },
  { name: 'cuts', run: (stand, length) => cut(stand, length) },
  { name: 'holes', run: (stand) => fallBehind(stand), faultsOf: ({ gaps }) => ({ gaps }) },
];

/** Every other time without a warning. */
async function restart(stand: ViewerStand, length: Length): Promise<Faults> {
  const { servers } = stand;
  const times = TIMES[length];
  servers.load(SENDERS, STEADY[length]);
  let stops = 0;
  for (let turn = 0; turn < times; turn += 1) {
    await untilMore(stand);
    await stand.lose(async () => {
      if (turn % 2 === 0) await servers.server.kill();
      else {
        await servers.server.stop();
        stops += 1;
      }
      await servers.server.start();
    });
  }
  await servers.finishLoad();
  return { kills: servers.server.kills, stops, losses: (await stand.report()).losses };
}

async function cut(stand: ViewerStand, length: Length): Promise<Faults> {
  const { servers, proxy } = stand;
  const times = TIMES[length];
  servers.load(SENDERS, STEADY[length]);
  let cuts = 0;
  for (let turn = 0; turn < times; turn += 1) {
    await untilMore(stand);
    const before = proxy.counts.cutConnections;
    await stand.lose(async () => proxy.cutAll());
    if (proxy.counts.cutConnections > before) cuts += 1;
  }
  demand(cuts === times, `Of ${times} cuts ${cuts} met a connection`);
  await servers.finishLoad();
  return { cuts, losses: (await stand.report()).losses };
}

/** On a line so slow that the server leaves some out. */
async function fallBehind(stand: ViewerStand): Promise<Faults> {
  const { servers, proxy } = stand;
  servers.load();
  await untilMore(stand);
  proxy.bytesPerSecond = SLOW_BYTES;
  const before = servers.acknowledged;
  await until(() => servers.acknowledged > before + TOO_MANY, 'Too few entries came meanwhile');
  proxy.bytesPerSecond = undefined;
  await untilMore(stand);
  await servers.finishLoad();
  return { delayed: proxy.counts.delayedPieces };
}

/** A fault is one in the middle of a flood only when entries come before and after it. */
async function untilMore(stand: ViewerStand): Promise<void> {
  const { received } = await stand.report();
  await stand.page.waitForFunction((before) => window.viewer.report().received > before + 200, received, {
    polling: 50,
    timeout: 60_000,
  });
}
