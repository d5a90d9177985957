import { parseArgs } from 'node:util';
import { appendRate } from './appendRate.ts';
import { fanOut } from './fanOut.ts';
import { ingestRate } from './ingestRate.ts';
import { loggerCost } from './loggerCost.ts';
import { writeResult, writeTable } from './report.ts';

const BENCHMARKS = [loggerCost, ingestRate, fanOut, appendRate];

const { values, positionals } = parseArgs({
  options: { rounds: { type: 'string', default: '5' } },
  allowPositionals: true,
});
const rounds = Number(values.rounds);
const known = BENCHMARKS.map(({ name }) => name);
const unknown = positionals.filter((name) => !known.includes(name));
if (unknown.length > 0 || !Number.isInteger(rounds) || rounds < 1) {
  console.error(`Usage: npm run bench -- [--rounds 5] [${known.join('] [')}]`);
  process.exit(2);
}

for (const benchmark of BENCHMARKS) {
  if (positionals.length > 0 && !positionals.includes(benchmark.name)) continue;
  console.log(`▶ ${benchmark.name}: ${benchmark.unit}`);
  writeResult(benchmark, await benchmark.run(rounds));
}
console.log(`\n${writeTable()}`);
