import { asError, inTime, TIMEOUT_MS, type Verdict } from '../runScenario.ts';
import { Inconclusive, type Faults, type Length } from '../Scenario.ts';
import { takeViewerAccount, type ViewerAccount } from './account.ts';
import type { ViewerScenario } from './scenarios.ts';
import { ViewerStand } from './ViewerStand.ts';

/** Entries that the viewer keeps: more than any scenario makes. */
const ENTRIES = 1_000_000;

/** Runs a scenario on a server and a browser of its own, and prints a line about it. */
export async function runViewerScenario(scenario: ViewerScenario, length: Length): Promise<Verdict> {
  const start = performance.now();
  let stand: ViewerStand | undefined;
  let faults: Faults = {};
  let account: ViewerAccount | undefined;
  let problem: Error | undefined;
  try {
    stand = await ViewerStand.open(ENTRIES);
    faults = await inTime(scenario.run(stand, length), TIMEOUT_MS[length]);
    await stand.untilQuiet();
    account = await inTime(takeViewerAccount(stand), TIMEOUT_MS[length]);
    faults = { ...faults, ...scenario.faultsOf?.(account) };
  } catch (error) {
    problem = asError(error);
  }
  const verdict = judge(faults, account, problem);
  const words = [
    scenario.name.padEnd(16),
    `[${Object.entries(faults)
      .map(([name, count]) => `${name}=${count}`)
      .join(' ')}]`,
    ...Object.entries(account ?? {}).map(([name, count]) => `${name} ${count}`),
    verdict,
    `${((performance.now() - start) / 1000).toFixed(1)} s`,
  ];
  console.log(words.join(' '));
  if (problem) console.log(`    ${problem.message}`);
  await stand?.close();
  return verdict;
}

function judge(faults: Faults, account: ViewerAccount | undefined, problem: Error | undefined): Verdict {
  if (problem instanceof Inconclusive) return 'inconclusive';
  if (problem || !account) return 'FAILED';
  const { stored, duplicates, foreign, missing, marked, falseLosses } = account;
  if (duplicates + foreign + falseLosses > 0 || missing !== marked) return 'FAILED';
  const happened = [stored, ...Object.values(faults)];
  return happened.length > 1 && happened.every((count) => count > 0) ? 'ok' : 'inconclusive';
}
