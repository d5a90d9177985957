import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PEERS } from '../src/peers/Peer.ts';
import type { Fate, FateOutcome } from './Fate.ts';

/** The scenarios of one logger that were run, by their names. */
export interface PeerFates {
  /** Its module, as in `Peer`. */
  readonly name: string;
  readonly version: string;
  readonly fates: Readonly<Record<string, FateOutcome>>;
}

/** Keeps what was run, over what an earlier run found in the same cells. */
export function storeFates(run: readonly PeerFates[]): void {
  const earlier = readFates();
  const stored = PEERS.flatMap(({ file }) => {
    const [before, now] = [earlier, run].map((rows) => rows.find(({ name }) => name === file));
    const newest = now ?? before;
    return newest ? [{ ...newest, fates: { ...before?.fates, ...now?.fates } }] : [];
  });
  writeFileSync(pathOf('fates.json'), `${JSON.stringify(stored, undefined, 2)}\n`);
}

/** Makes the page that people read, from all that is kept. */
export function writeFatesReport(fates: readonly Fate[]): string {
  const rows = readFates().map(({ name, version, fates: outcomes }) => {
    const title = PEERS.find(({ file }) => file === name)?.title ?? name;
    return row([`${title} ${version}`, ...fates.map((fate) => print(outcomes[fate.name]))]);
  });
  const page = [
    '# Tailrace beside its peers: fates of entries',
    '',
    'Each cell: **delivered** / lost / duplicated / requests. Made by `npm run fates`; every cell in a browser profile of its own. A later run of a part replaces its cells, so that not all need be of one run.',
    '',
    row(['logger', ...fates.map(({ name, expected }) => `${name} (of ${expected.toLocaleString('en')})`)]),
    row(['---', ...fates.map(() => '---')]),
    ...rows,
    '',
    ...fates.map(({ name, says }) => `- **${name}**: ${says}`),
    '',
    'Entries are counted by the number in their message: of the peers, and in the burst of all, as they arrive at the local server; of Tailrace as rows in the SQLite file of a real Tailrace server behind it, read by SQL after it was stopped ("sent twice" is what that server recognised and left out). A scenario whose fault did not happen is "inconclusive", and no result. Who lost entries in a control is not measured by the rest of its row. Where a user comes back, one more entry is logged, which is not counted: some queues wait for one.',
    '',
  ].join('\n');
  writeFileSync(pathOf('fates.md'), page);
  return page;
}

function readFates(): PeerFates[] {
  if (!existsSync(pathOf('fates.json'))) return [];
  return JSON.parse(readFileSync(pathOf('fates.json'), 'utf8')) as PeerFates[];
}

/** A cell, as it is also printed while the run goes on. */
export function print(outcome: FateOutcome | undefined): string {
  if (!outcome) return 'not run';
  const { expected, delivered, duplicated, requests, aside, inconclusive } = outcome;
  if (inconclusive) return `inconclusive: ${inconclusive.split('\n')[0]!.slice(0, 80)}`;
  const notes = Object.entries(aside ?? {}).map(([name, value]) => `${name} ${value}`);
  const figures = [expected - delivered, duplicated, requests].join(' / ');
  return `**${delivered}** / ${figures}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function pathOf(name: string): string {
  return fileURLToPath(new URL(`../results/${name}`, import.meta.url));
}
