import { writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { median } from '../Benchmark.ts';
import type { PeerBundle } from './bundlePeer.ts';
import { versionOf, type Peer } from './Peer.ts';
import { BURST, type HeapPass, type SpeedRound } from './speed.ts';

/** All that was measured of one logger. */
export interface PeerResult {
  readonly peer: Peer;
  readonly size: PeerBundle;
  readonly rounds: readonly SpeedRound[];
  readonly heap: HeapPass;
}

const COLUMNS = [
  'logger',
  'version',
  'min+gzip, KB',
  'call, median ns',
  'call, mean ns',
  'main thread, µs per call',
  'main thread, µs per entry delivered',
  'longest task, ms',
  'heap growth, MB',
  `delivered of ${BURST.toLocaleString('en')}`,
  'duplicated',
  'requests',
  'sent, MB',
  'until the last arrival, s',
  'disabled call, ns',
];

/** Makes the table, and keeps it with all rounds unless told otherwise. */
export function writePeersReport(results: readonly PeerResult[], keeps: boolean): string {
  const machine = `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
  const page = [
    '# Tailrace beside its peers: speed and size',
    '',
    `${BURST.toLocaleString('en')} calls with a small object on a fresh page, 100 to a task, one task after the other; medians of ${results[0]!.rounds.length} rounds, the order rotated. Made by \`npm run bench -- peers\`.`,
    '',
    row(COLUMNS),
    row(COLUMNS.map(() => '---')),
    ...results.map(printResult),
    '',
    '- **Main thread**: all tasks of the page from the first call to the last arrival, persisting and sending included, divided by all calls, and by those of which the entry arrived. The first flatters whoever drops. What the browser does in other threads and processes is left out. No tool watches the requests of the page, which would cost each up to half a millisecond.',
    '- **(lines and requests alone)**: the least that delivering costs: one line of JSON per entry, and a bare `fetch` for 500 of them. Nothing is kept, nothing is sent again.',
    '- **Longest task**: by the long-task observer, which knows none below 50 ms.',
    '- **Heap growth**: live JavaScript heap over that before the burst, after forced collections, in a pass of its own; what waits in IndexedDB or in the network is not in it.',
    '- **Delivered**: as counted by the server by the numbers in the messages. A logger is given up when it sent nothing for as long as it may wait by its own settings, and five seconds more.',
    '- Each logger keeps its own defaults: the batch sizes, rates and limits that a user gets.',
    '- **Sent**: request bodies, without headers. Sentry sends session envelopes besides its logs.',
    '- **Disabled call**: "none" where the logger has no level to be below of.',
    '- **Size**: the module in `src/peers/pages` with all that it imports, by esbuild, gzip level 9.',
    '',
    ...results.flatMap(({ peer }) => (peer.note ? [`- ${peer.title}: ${peer.note}.`] : [])),
    '',
    `Measured on: ${machine}.`,
    '',
  ].join('\n');
  if (keeps) {
    const stored = results.map(({ peer, size, rounds, heap }) => ({
      name: peer.file,
      version: versionOf(peer),
      bytes: size.bytes,
      gzipBytes: size.gzipBytes,
      heap,
      rounds,
    }));
    const json = { machine, burst: BURST, results: stored };
    writeFileSync(pathOf('peers.json'), `${JSON.stringify(json, undefined, 2)}\n`);
    writeFileSync(pathOf('peers.md'), page);
  }
  return page;
}

function printResult({ peer, size, rounds, heap }: PeerResult): string {
  const middle = (read: (round: SpeedRound) => number) => median(rounds.map(read));
  const isPeer = peer.idleMs > 0;
  const longest = middle(({ longestTask }) => longestTask);
  return row([
    peer.title,
    versionOf(peer),
    peer.package ? (size.gzipBytes / 1000).toFixed(1) : '',
    middle(({ callMedian }) => callMedian).toFixed(0),
    middle(({ callMean }) => callMean).toFixed(0),
    middle(({ mainThread }) => mainThread).toFixed(2),
    isPeer ? middle(({ mainThread, delivered }) => (mainThread * BURST) / delivered).toFixed(2) : '',
    longest === 0 ? '< 50' : longest.toFixed(0),
    (heap.growth / 1e6).toFixed(1),
    isPeer ? middle(({ delivered }) => delivered).toLocaleString('en') : '',
    isPeer ? middle(({ duplicated }) => duplicated).toLocaleString('en') : '',
    isPeer ? middle(({ requests }) => requests).toLocaleString('en') : '',
    isPeer ? (middle(({ bytes }) => bytes) / 1e6).toFixed(1) : '',
    isPeer ? middle(({ seconds }) => seconds).toFixed(1) : '',
    rounds[0]?.disabled === undefined ? 'none' : middle(({ disabled }) => disabled ?? 0).toFixed(1),
  ]);
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function pathOf(name: string): string {
  return fileURLToPath(new URL(`../../results/${name}`, import.meta.url));
}
