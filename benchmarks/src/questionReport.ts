import { cpus, totalmem } from 'node:os';
import type { Asked } from './askServer.ts';

/** Bytes that an entry may take, as a multiple of its JSON line. */
const MAX_BYTES_RATIO = 1.5;

export interface QuestionResults {
  readonly entries: number;
  /** Files that they lie in. */
  readonly days: number;
  /** Bytes of an entry's JSON line. */
  readonly lineBytes: number;
  /** Bytes of an entry in the store, with all indexes. */
  readonly storedBytes: number;
  readonly answers: readonly Asked[];
}

/** A page that people read, with the targets beside what was measured. */
export function printQuestions({ entries, days, lineBytes, storedBytes, answers }: QuestionResults): string {
  const ratio = storedBytes / lineBytes;
  return [
    '# Questions to a large store',
    '',
    `${entries.toLocaleString('en')} entries in ${days === 1 ? 'one file' : `${days} files`}, asked over HTTP one after the other,`,
    'by a server that has answered each with a target ten times before;',
    `milliseconds from request to the last byte of the answer, and of the server's processor time per answer. Made by \`npm run bench:questions\` on ${cpus().length} cores,`,
    `${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}.`,
    '',
    `An entry's JSON line has ${lineBytes.toFixed(0)} bytes, and takes ${storedBytes.toFixed(0)} in the store with all indexes: ${ratio.toFixed(2)} times (target ${MAX_BYTES_RATIO}${verdict(ratio, MAX_BYTES_RATIO)}).`,
    '',
    '| question | median | worst | processor | target |',
    '| --- | --: | --: | --: | --: |',
    ...answers.map(
      ({ name, median, worst, cpu, target, partial }) =>
        `| ${name}${partial ? ' (in part)' : ''} | ${median.toFixed(1)} | ${worst.toFixed(1)} | ${cpu.toFixed(1)} | ${target === undefined ? '' : `${target}${verdict(median, target)}`} |`,
    ),
    '',
  ].join('\n');
}

function verdict(measured: number, target: number): string {
  return measured > target ? ', missed' : '';
}
