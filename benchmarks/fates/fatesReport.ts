import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { versionOf, type Peer } from '../src/peers/Peer.ts';
import type { Fate, FateOutcome } from './Fate.ts';

/** All scenarios of one logger, in the order of the scenarios. */
export interface PeerFates {
  readonly peer: Peer;
  readonly outcomes: readonly FateOutcome[];
}

/** Makes the table, and keeps it unless told otherwise. */
export function writeFatesReport(fates: readonly Fate[], rows: readonly PeerFates[], keeps: boolean): string {
  const page = [
    '# Tailrace beside its peers: fates of entries',
    '',
    'Each cell: **delivered** / lost / duplicated / requests. Made by `npm run fates`; every cell in a browser profile of its own.',
    '',
    row(['logger', ...fates.map(({ name, expected }) => `${name} (of ${expected.toLocaleString('en')})`)]),
    row(['---', ...fates.map(() => '---')]),
    ...rows.map(({ peer, outcomes }) => row([`${peer.title} ${versionOf(peer)}`, ...outcomes.map(print)])),
    '',
    ...fates.map(({ name, says }) => `- **${name}**: ${says}`),
    '',
    'Entries are counted by the number in their message: of the peers, and in the burst of all, as they arrive at the local server; of Tailrace as rows in the SQLite file of a real Tailrace server behind it, read by SQL after it was stopped. A scenario whose fault did not happen is "inconclusive", and no result. Who lost entries in a control is not measured by the rest of its row.',
    '',
  ].join('\n');
  if (keeps) {
    const results = rows.map(({ peer, outcomes }) => ({
      name: peer.file,
      version: versionOf(peer),
      fates: Object.fromEntries(outcomes.map((outcome, at) => [fates[at]!.name, outcome])),
    }));
    writeFileSync(pathOf('fates.json'), `${JSON.stringify(results, undefined, 2)}\n`);
    writeFileSync(pathOf('fates.md'), page);
  }
  return page;
}

/** A cell, as it is also printed while the run goes on. */
export function print(outcome: FateOutcome): string {
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
