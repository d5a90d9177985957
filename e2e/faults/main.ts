import { parseArgs } from 'node:util';
import { answers } from './answers.ts';
import { network } from './network.ts';
import { page } from './page.ts';
import { processes } from './processes.ts';
import { runScenario } from './runScenario.ts';
import { storage } from './storage.ts';
import { tabs } from './tabs.ts';

const CLIENT = [...processes, ...storage, ...tabs, ...network, ...answers, ...page];

const { values, positionals } = parseArgs({
  options: {
    only: { type: 'string' },
    list: { type: 'boolean', default: false },
    long: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const names = CLIENT.map(({ name }) => name);
const wanted = values.only?.split(',') ?? names;
const unknown = wanted.filter((name) => !names.includes(name));
if (positionals.join() !== 'client' || unknown.length > 0) {
  console.error('Usage: npm run faults -- client [--only name,name] [--list] [--long]');
  if (unknown.length > 0) console.error(`There is no ${unknown.join(', ')}; --list shows what there is.`);
  process.exit(2);
}

if (values.list) {
  console.log(names.join('\n'));
} else {
  const verdicts: string[] = [];
  for (const scenario of CLIENT.filter(({ name }) => wanted.includes(name))) {
    verdicts.push(await runScenario(scenario, values.long ? 'long' : 'short'));
  }
  const count = (verdict: string) => verdicts.filter((one) => one === verdict).length;
  console.log(
    `\n${verdicts.length} scenarios: ${count('ok')} ok, ${count('FAILED')} failed, ${count('inconclusive')} inconclusive`,
  );
  // A scenario that ran out of time may still hold something open.
  process.exit(count('ok') === verdicts.length ? 0 : 1);
}
