import { parseArgs } from 'node:util';
import { bundlePeer, type PeerBundle } from './bundlePeer.ts';
import { choosePeers, NOTHING, type Peer } from './Peer.ts';
import { writePeersReport, type PeerResult } from './peersReport.ts';
import { PeerSite } from './PeerSite.ts';
import { launchForPeers, measureHeap, measureSpeed, type SpeedRound } from './speed.ts';

const { values, positionals } = parseArgs({
  options: { rounds: { type: 'string', default: '3' }, 'no-write': { type: 'boolean', default: false } },
  allowPositionals: true,
});
const rounds = Number(values.rounds);
const peers = [NOTHING, ...choosePeers(positionals)];
const bundles = new Map<string, PeerBundle>();
for (const { file } of [{ file: 'driver' }, ...peers]) bundles.set(file, await bundlePeer(file));

const site = new PeerSite(new Map([...bundles].map(([file, { code }]) => [file, code])));
await site.listen();
const browser = await launchForPeers();
const speed = new Map<string, SpeedRound[]>(peers.map(({ file }) => [file, []]));
const heap = new Map<string, number>();
try {
  for (let round = 0; round < rounds; round += 1) {
    for (const peer of rotate(peers, round)) {
      const result = await measureSpeed(browser, site, peer);
      speed.get(peer.file)!.push(result);
      console.log(`round ${round + 1}, ${peer.title}: ${JSON.stringify(result)}`);
    }
  }
  for (const peer of peers) heap.set(peer.file, await measureHeap(browser, site, peer));
} finally {
  await browser.close();
  await site.close();
}

const results: PeerResult[] = peers.map((peer: Peer) => ({
  peer,
  size: bundles.get(peer.file)!,
  rounds: speed.get(peer.file)!,
  heapGrowth: heap.get(peer.file)!,
}));
console.log(writePeersReport(results, !values['no-write']));

/** The same order, begun a third further on in each round. */
function rotate<T>(items: readonly T[], round: number): T[] {
  const start = (round * Math.ceil(items.length / 3)) % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}
