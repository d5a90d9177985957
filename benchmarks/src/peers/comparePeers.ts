import { bundlePeer, type PeerBundle } from './bundlePeer.ts';
import { BARE_REQUESTS, choosePeers, NOTHING, type Peer } from './Peer.ts';
import { writePeersReport } from './peersReport.ts';
import { PeerSite } from './PeerSite.ts';
import {
  launchForPeers,
  measureHeap,
  measureSpeed,
  PEER_ARGS,
  type HeapPass,
  type SpeedRound,
} from './speed.ts';
import { UnwatchedBrowser } from './UnwatchedBrowser.ts';

/**
 * Measures the speed and the size of all loggers in one run, and prints the table.
 *
 * @param only names of modules in `pages`; with none all are measured, and the table is kept
 */
export async function comparePeers(rounds: number, only: readonly string[]): Promise<string> {
  const peers = [NOTHING, BARE_REQUESTS, ...choosePeers(only)];
  const bundles = await bundlePeers(peers);
  const site = new PeerSite(bundles);
  await site.listen();
  const speed = new Map<Peer, SpeedRound[]>(peers.map((peer) => [peer, []]));
  const heap = new Map<Peer, HeapPass>();
  const unwatched = await UnwatchedBrowser.launch(PEER_ARGS);
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const peer of rotate(peers, round)) {
        const result = await measureSpeed(unwatched, site, peer);
        speed.get(peer)!.push(result);
        console.log(`round ${round + 1}, ${peer.title}: ${JSON.stringify(result)}`);
      }
    }
  } finally {
    await unwatched.close();
  }
  const browser = await launchForPeers();
  try {
    for (const peer of peers) {
      const pass = await measureHeap(browser, site, peer);
      heap.set(peer, pass);
      console.log(`heap, ${peer.title}: ${JSON.stringify(pass)}`);
    }
  } finally {
    await browser.close();
    await site.close();
  }
  const results = peers.map((peer) => ({
    peer,
    size: bundles.get(peer.file)!,
    rounds: speed.get(peer)!,
    heap: heap.get(peer)!,
  }));
  return writePeersReport(results, only.length === 0);
}

/** The driver and the loggers, by the names of their modules. */
export async function bundlePeers(peers: readonly Peer[]): Promise<ReadonlyMap<string, PeerBundle>> {
  const bundles = new Map<string, PeerBundle>();
  for (const file of ['driver', ...peers.map((peer) => peer.file)]) bundles.set(file, await bundlePeer(file));
  return bundles;
}

/** The same order, begun a third further on in each round. */
function rotate<T>(items: readonly T[], round: number): T[] {
  const start = (round * Math.ceil(items.length / 3)) % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}
