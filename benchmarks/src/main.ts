import { parseArgs } from 'node:util';
import { appendRate } from './appendRate.ts';
import { fanOut } from './fanOut.ts';
import { filteredEvents, filteredFanOut } from './filters/filteredFanOut.ts';
import { ingestRate } from './ingestRate.ts';
import { loggerCost } from './loggerCost.ts';
import { comparePeers } from './peers/comparePeers.ts';
import { writeResult, writeTable } from './report.ts';
import { measureViewer } from './viewer/measureViewer.ts';

/** The comparison with other loggers: several figures of many, where a benchmark has one of two. */
const PEERS = 'peers';
/** The viewer beside other lists, and against what was promised of it. */
const VIEWER = 'viewer';
const BENCHMARKS = [loggerCost, ingestRate, fanOut, filteredFanOut, filteredEvents, appendRate];

const { values, positionals } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    /** Of `peers` and `viewer`: which ones, by the names of their modules. */
    only: { type: 'string', multiple: true, default: [] },
    /** Of `viewer`: only to see that all of it runs. */
    short: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const rounds = Number(values.rounds);
const known = [...BENCHMARKS.map(({ name }) => name), PEERS, VIEWER];
const unknown = positionals.filter((name) => !known.includes(name));
if (unknown.length > 0 || !Number.isInteger(rounds) || rounds < 1) {
  console.error(`Usage: npm run bench -- [--rounds 5] [${known.join('] [')} [--only pino] [--short]]`);
  process.exit(2);
}

// It takes half an hour, and so is run by name only.
if (positionals.includes(PEERS)) console.log(await comparePeers(rounds, values.only));

if (positionals.includes(VIEWER))
  console.log(await measureViewer({ only: values.only, isShort: values.short }));

for (const benchmark of BENCHMARKS) {
  if (positionals.length > 0 && !positionals.includes(benchmark.name)) continue;
  console.log(`▶ ${benchmark.name}: ${benchmark.unit}`);
  writeResult(benchmark, await benchmark.run(rounds));
}
if (positionals.some((name) => name !== PEERS && name !== VIEWER) || positionals.length === 0)
  console.log(`\n${writeTable()}`);
