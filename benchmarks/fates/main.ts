import { parseArgs } from 'node:util';
import { bundlePeers } from '../src/peers/comparePeers.ts';
import { choosePeers, versionOf } from '../src/peers/Peer.ts';
import { PeerSite } from '../src/peers/PeerSite.ts';
import { launchForPeers } from '../src/peers/speed.ts';
import { badEntry } from './badEntry.ts';
import { burst } from './burst.ts';
import { control, fastControl } from './control.ts';
import type { Fate } from './Fate.ts';
import { print, storeFates, writeFatesReport } from './fatesReport.ts';
import { killAtOnce, killSoonAfter } from './kill.ts';
import { createLeave } from './leave.ts';
import { offline } from './offline.ts';
import { createOutage } from './outage.ts';
import { runFate } from './runFate.ts';
import { createTabs } from './tabs.ts';

const { values, positionals } = parseArgs({
  options: {
    /** How long the server answers 500. */
    minutes: { type: 'string', default: '10' },
    /** Minutes of real time instead of a wound clock. */
    'real-time': { type: 'boolean', default: false },
    /** Loggers at a time, each in a browser of its own: they mostly wait. */
    parallel: { type: 'string', default: '3' },
    /** Only the scenarios whose name begins so. */
    fate: { type: 'string', multiple: true, default: [] },
  },
  allowPositionals: true,
});
const all: readonly Fate[] = [
  control,
  fastControl,
  offline,
  killAtOnce,
  killSoonAfter,
  createOutage(Number(values.minutes), !values['real-time']),
  burst,
  ...[10, 300, 1000].map(createLeave),
  ...[2, 4].map(createTabs),
  badEntry,
];
const fates = all.filter(
  ({ name }) => values.fate.length === 0 || values.fate.some((start) => name.startsWith(start)),
);
const peers = choosePeers(positionals);
const bundles = await bundlePeers(peers);

const waiting = [...peers];
await Promise.all(Array.from({ length: Number(values.parallel) }, work));
console.log(writeFatesReport(all));

/** Takes one logger after the other through all scenarios, until none is left. */
async function work(): Promise<void> {
  for (let peer = waiting.shift(); peer; peer = waiting.shift()) {
    const site = new PeerSite(bundles);
    await site.listen();
    const browser = await launchForPeers();
    try {
      for (const fate of fates) {
        const outcome = await runFate(browser, site, peer, fate);
        console.log(`${peer.title}, ${fate.name}: ${print(outcome)}`);
        // At once: a run of an hour that breaks off keeps what it has.
        storeFates([{ name: peer.file, version: versionOf(peer), fates: { [fate.name]: outcome } }]);
      }
    } finally {
      await browser.close();
      await site.close();
    }
  }
}
