import { asError, inTime, TIMEOUT_MS, type Verdict } from '../runScenario.ts';
import { Inconclusive, type Length } from '../Scenario.ts';
import { takeServerAccount, type ServerAccount } from './account.ts';
import type { ServerResult, ServerScenario } from './ServerScenario.ts';
import { ServerStand } from './ServerStand.ts';

/** Runs a scenario on a server of its own, and prints a line about it. */
export async function runServerScenario(scenario: ServerScenario, length: Length): Promise<Verdict> {
  const start = performance.now();
  const cleanups: (() => void)[] = [];
  let stand: ServerStand | undefined;
  let result: ServerResult | undefined;
  let account: ServerAccount | undefined;
  let problem: Error | undefined;
  try {
    stand = await ServerStand.open(scenario.parent?.(cleanups));
    result = await inTime(scenario.run(stand, length), TIMEOUT_MS[length]);
    account = await inTime(takeServerAccount(stand), TIMEOUT_MS[length]);
  } catch (error) {
    problem = asError(error);
  }
  const verdict = judge(result, account, problem);
  const words = [
    scenario.name.padEnd(16),
    `[${print(result?.faults)}]`,
    ...Object.entries(account ?? {}).map(([name, count]) => `${name} ${count}`),
    ...(result?.figures ? [`(${print(result.figures)})`] : []),
    verdict,
    `${((performance.now() - start) / 1000).toFixed(1)} s`,
  ];
  console.log(words.join(' '));
  if (problem) console.log(`    ${problem.message}`);
  await stand?.close();
  for (const cleanup of cleanups.toReversed()) cleanup();
  return verdict;
}

function judge(
  result: ServerResult | undefined,
  account: ServerAccount | undefined,
  problem: Error | undefined,
): Verdict {
  if (problem instanceof Inconclusive) return 'inconclusive';
  if (problem || !result || !account) return 'FAILED';
  const { lost, duplicates, changed, unexported, wrongAccounts, acknowledged } = account;
  if (duplicates + changed + wrongAccounts > 0) return 'FAILED';
  const { destroyed = 0 } = result;
  if (lost !== destroyed || unexported !== destroyed) return 'FAILED';
  const happened = [acknowledged, ...Object.values(result.faults)];
  return happened.every((count) => count > 0) ? 'ok' : 'inconclusive';
}

function print(numbers: Readonly<Record<string, number>> = {}): string {
  return Object.entries(numbers)
    .map(([name, count]) => `${name}=${count}`)
    .join(' ');
}
