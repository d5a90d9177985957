import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServerProcess } from '@tailrace/e2e/ServerProcess';
import type { Browser } from 'playwright';
import type { Peer } from '../src/peers/Peer.ts';
import type { PeerSite } from '../src/peers/PeerSite.ts';
import type { Fate, FateOutcome } from './Fate.ts';
import { FateStand } from './FateStand.ts';
import { readStoredArrivals } from './storedArrivals.ts';

const OURS = 'tailrace';

/** One scenario of one logger, in a browser profile of its own; ours with a server and a database of its own. */
export async function runFate(
  browser: Browser,
  site: PeerSite,
  peer: Peer,
  fate: Fate,
): Promise<FateOutcome> {
  const store = peer.file.startsWith(OURS) && fate.isStored !== false ? await startStore() : undefined;
  const context = await browser.newContext();
  try {
    if (fate.isFast) await context.clock.install();
    site.reset();
    site.forwardTo = store?.server.url;
    const stand = new FateStand({ browser, context, site, peer, key: store?.key });
    const { fault, requests, aside } = await fate.run(stand);
    await context.close();
    await store?.server.stop();
    const arrivals = store ? readStoredArrivals(store.server.dataDir) : site.traffic.arrivals;
    const sentTwice = store ? site.traffic.arrivals.duplicated : 0;
    return {
      expected: fate.expected,
      delivered: arrivals.delivered,
      duplicated: arrivals.duplicated,
      requests: requests ?? site.traffic.requests,
      ...((aside || sentTwice > 0) && {
        aside: { ...aside, ...(sentTwice > 0 && { 'sent twice': sentTwice }) },
      }),
      ...(fault !== true && { inconclusive: fault }),
    };
  } catch (error) {
    // A scenario that broke off has shown nothing, of nobody.
    return { expected: fate.expected, delivered: 0, duplicated: 0, requests: 0, inconclusive: String(error) };
  } finally {
    site.forwardTo = undefined;
    await context.close();
    if (store) {
      await store.server.stop();
      rmSync(store.server.dataDir, { recursive: true, force: true });
    }
  }
}

async function startStore(): Promise<{ readonly server: ServerProcess; readonly key: string }> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tailrace-fate-'));
  const server = new ServerProcess({ port: await ServerProcess.freePort(), dataDir });
  await server.start();
  return { server, key: await server.ingestKey(await server.signIn()) };
}
