import { parseArgs } from 'node:util';
import { answers } from './answers.ts';
import { network } from './network.ts';
import { page } from './page.ts';
import { processes } from './processes.ts';
import { runScenario, type Verdict } from './runScenario.ts';
import type { Length } from './Scenario.ts';
import { serverScenarios } from './server/scenarios.ts';
import { runServerScenario } from './server/runServerScenario.ts';
import { storage } from './storage.ts';
import { tabs } from './tabs.ts';
import { runViewerScenario } from './viewer/runViewerScenario.ts';
import { viewerScenarios } from './viewer/scenarios.ts';

interface Suite {
  readonly names: readonly string[];
  run(name: string, length: Length): Promise<Verdict>;
}

const SUITES: Readonly<Record<string, Suite>> = {
  client: suiteOf([...processes, ...storage, ...tabs, ...network, ...answers, ...page], runScenario),
  server: suiteOf(serverScenarios, runServerScenario),
  viewer: suiteOf(viewerScenarios, runViewerScenario),
};

const { values, positionals } = parseArgs({
  options: {
    only: { type: 'string' },
    list: { type: 'boolean', default: false },
    long: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const suite = SUITES[positionals.join()];
const names = suite?.names ?? [];
const wanted = values.only?.split(',') ?? names;
const unknown = wanted.filter((name) => !names.includes(name));
if (!suite || unknown.length > 0) {
  console.error('Usage: npm run faults -- client|server|viewer [--only name,name] [--list] [--long]');
  if (suite) console.error(`There is no ${unknown.join(', ')}; --list shows what there is.`);
  process.exit(2);
}

if (values.list) {
  console.log(names.join('\n'));
} else {
  const verdicts: string[] = [];
  for (const name of names.filter((one) => wanted.includes(one))) {
    verdicts.push(await suite.run(name, values.long ? 'long' : 'short'));
  }
  const count = (verdict: string) => verdicts.filter((one) => one === verdict).length;
  console.log(
    `\n${verdicts.length} scenarios: ${count('ok')} ok, ${count('FAILED')} failed, ${count('inconclusive')} inconclusive`,
  );
  // A scenario that ran out of time may still hold something open.
  process.exit(count('ok') === verdicts.length ? 0 : 1);
}

function suiteOf<S extends { readonly name: string }>(
  scenarios: readonly S[],
  run: (scenario: S, length: Length) => Promise<Verdict>,
): Suite {
  return {
    names: scenarios.map(({ name }) => name),
    run: (name, length) =>
      run(
        scenarios.find((scenario) => scenario.name === name)!,
        length,
      ),
  };
}
