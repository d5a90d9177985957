import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { median, type Benchmark, type BenchmarkResult } from './Benchmark.ts';

const RESULTS = fileURLToPath(new URL('../results/', import.meta.url));

interface StoredResult extends BenchmarkResult {
  readonly name: string;
  readonly unit: string;
  readonly better: 'less' | 'more';
  readonly target?: string;
  readonly says: string;
  readonly machine: string;
}

/** Keeps a benchmark's rounds as JSON. */
export function writeResult(benchmark: Benchmark, result: BenchmarkResult): void {
  const { name, unit, better, target, says } = benchmark;
  const machine = `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`;
  const stored: StoredResult = {
    name,
    unit,
    better,
    ...(target !== undefined && { target }),
    says,
    machine,
    ...result,
  };
  writeFileSync(join(RESULTS, `${name}.json`), `${JSON.stringify(stored, undefined, 2)}\n`);
}

/** Makes the page that people read, from all results that there are. */
export function writeTable(): string {
  const results = readdirSync(RESULTS)
    .filter((file) => file.endsWith('.json'))
    .toSorted()
    .map((file) => JSON.parse(readFileSync(join(RESULTS, file), 'utf8')) as Partial<StoredResult>)
    // The comparisons with other loggers have pages of their own.
    .filter((result): result is StoredResult => result.subject !== undefined);
  const rows = results.map(({ name, unit, subject, floor, target = '' }) => {
    const [ours, least] = [median(subject.rounds), median(floor.rounds)];
    return `| ${name} | ${unit} | ${print(ours)} (${range(subject.rounds)}) | ${floor.name}: ${print(least)} (${range(floor.rounds)}) | ${print(ours / least)} | ${target} |`;
  });
  const notes = results.map(({ name, says, subject, aside }) =>
    [
      `## ${name}`,
      '',
      `${subject.name}. ${says}`,
      ...(aside ? ['', ...Object.entries(aside).map(([key, value]) => `- ${key}: ${value}`)] : []),
      '',
    ].join('\n'),
  );
  const page = [
    '# Results',
    '',
    'Medians, with the least and the most of all rounds; each row against its floor in the same run. Absolute',
    'times vary with the machine, ratios hardly do. Made by `npm run bench`.',
    '',
    'The logger beside other loggers: [speed and size](peers.md), [fates of entries](fates.md). The viewer beside',
    'other lists, and against what was promised of it: [viewer](viewer.md).',
    '',
    '| benchmark | unit | Tailrace | floor | ratio | target |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
    ...notes,
    `Measured on: ${[...new Set(results.map(({ machine }) => machine))].join('; ')}.`,
    '',
  ].join('\n');
  writeFileSync(join(RESULTS, 'README.md'), page);
  return page;
}

function range(values: readonly number[]): string {
  return `${print(Math.min(...values))} to ${print(Math.max(...values))}`;
}

function print(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 3, useGrouping: value >= 10_000 });
}
