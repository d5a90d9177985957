import { takeAccount, type Account } from './account.ts';
import { FaultStand } from './FaultStand.ts';
import { Inconclusive, type Faults, type Length, type Scenario } from './Scenario.ts';

/** How long a scenario may take, at most. Milliseconds. */
export const TIMEOUT_MS = { short: 6 * 60_000, long: 40 * 60_000 };

export type Verdict = 'ok' | 'FAILED' | 'inconclusive';

/** Runs a scenario on a stand of its own, and prints a line about it. */
export async function runScenario(scenario: Scenario, length: Length): Promise<Verdict> {
  const start = performance.now();
  const stand = await FaultStand.open(scenario.stand).catch((error: unknown) => error);
  if (!(stand instanceof FaultStand)) return printUnopened(scenario, stand);
  let faults: Faults = {};
  let account: Account | undefined;
  let problem: Error | undefined;
  try {
    faults = await inTime(scenario.run(stand, length), TIMEOUT_MS[length]);
  } catch (error) {
    problem = asError(error);
  }
  try {
    account = await takeAccount(stand, scenario.mayLeaveHoles ?? false);
  } catch (error) {
    problem ??= asError(error);
  }
  const verdict = judge(faults, account, problem);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${scenario.name.padEnd(34)} ${print(faults, account)} ${verdict} ${seconds} s`);
  if (problem) console.log(`    ${problem.message}`);
  if (account?.examples.length) console.log(`    unknown, among them: ${account.examples.join(' ')}`);
  await stand.close();
  return verdict;
}

function printUnopened({ name }: Scenario, problem: unknown): Verdict {
  const verdict = problem instanceof Inconclusive ? 'inconclusive' : 'FAILED';
  console.log(`${name.padEnd(34)} [] ${verdict}\n    ${asError(problem).message}`);
  return verdict;
}

function judge(faults: Faults, account: Account | undefined, problem: Error | undefined): Verdict {
  if (problem instanceof Inconclusive) return 'inconclusive';
  if (problem || !account || account.unknown > 0 || account.duplicates > 0) return 'FAILED';
  const happened = Object.values(faults);
  return happened.length > 0 && happened.every((count) => count > 0) ? 'ok' : 'inconclusive';
}

function print(faults: Faults, account: Account | undefined): string {
  const happened = Object.entries(faults).map(([name, count]) => `${name}=${count}`);
  const { examples: _, ...counts } = account ?? { examples: [] };
  const numbers = Object.entries(counts).map(([name, count]) => `${name} ${count}`);
  return [`[${happened.join(' ')}]`, ...numbers].join(' ');
}

/** @throws when a promise takes longer */
export async function inTime<T>(promise: Promise<T>, ms: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`It takes longer than ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Whatever was thrown, as an error. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error
    ? thrown
    : new Error('Something else than an error was thrown', { cause: thrown });
}
