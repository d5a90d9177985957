import fc from 'fast-check';
import { AnswerRules } from './AnswerRules.ts';
import { CALLERS, printCall, type ApiCall } from './ApiCall.ts';
import { arbitraryCall } from './arbitraryCall.ts';
import { openFuzzTarget, type FuzzTarget } from './FuzzTarget.ts';
import { askForSocket, fuzzFrames } from './fuzzSockets.ts';
import { honestCall, hostileCalls } from './plannedCalls.ts';
import { HOSTILE_ESCAPES, HOSTILE_TEXTS } from './hostileValues.ts';

export interface FuzzSizes {
  /** Random calls, besides those that are made of every parameter in turn. */
  readonly calls: number;
  /** Of so many hostile texts one is put in the place of each parameter. */
  readonly step: number;
  /** Streams that are opened and sent hostile frames. */
  readonly streams: number;
  /** @default random */
  readonly seed?: number;
}

export interface FuzzReport {
  readonly calls: number;
  /** What is wrong, by call; of random calls the smallest that shows it. */
  readonly faults: readonly string[];
  /** Of each operation, by its name: how often it answered with each status. */
  readonly statuses: ReadonlyMap<string, ReadonlyMap<number, number>>;
}

/** Faults after which nothing more is tried. */
const MAX_FAULTS = 50;

/** Calls every operation of the API's document as it should be called, and as it should not. */
export async function fuzzApi({ calls, step, streams, seed }: FuzzSizes): Promise<FuzzReport> {
  const faults: string[] = [];
  const statuses = new Map<string, Map<number, number>>();
  let count = 0;
  const withTarget = async (isPretty: boolean, run: (target: FuzzTarget, ask: Ask) => Promise<void>) => {
    const target = await openFuzzTarget(isPretty);
    const rules = new AnswerRules(target);
    for (const { name } of target.operations) if (!statuses.has(name)) statuses.set(name, new Map());
    try {
      await run(target, async (call) => {
        const answer = await (call.operation.isSocket ? askForSocket(target, call) : target.send(call));
        count += 1;
        const ofOperation = statuses.get(call.operation.name)!;
        ofOperation.set(answer.status, (ofOperation.get(answer.status) ?? 0) + 1);
        return rules.faultsOf(call, answer);
      });
    } finally {
      await target.close();
    }
  };

  await withTarget(true, async (target, ask) => {
    for (const call of systematicCalls(target, step)) {
      if (faults.length >= MAX_FAULTS) return;
      for (const fault of await ask(call)) faults.push(`${printCall(call)} ${fault}`);
    }
    faults.push(...(await fuzzFrames(target, streams, seed)));
  });
  await withTarget(false, async (target, ask) => {
    const property = fc.asyncProperty(arbitraryCall(target.operations, target), async (call) => {
      const wrong = await ask(call);
      if (wrong.length > 0) throw new Error(`${printCall(call)} ${wrong.join('; ')}`);
    });
    const details = await fc.check(property, { numRuns: calls, ...(seed !== undefined && { seed }) });
    if (details.failed)
      faults.push(
        `${String(details.errorInstance)} (seed ${details.seed}, path ${details.counterexamplePath})`,
      );
  });
  return { calls: count, faults, statuses };
}

type Ask = (call: ApiCall) => Promise<string[]>;

/** Every operation by everybody, from a foreign host, and with something hostile in the place of each parameter. */
function systematicCalls(target: FuzzTarget, step: number): ApiCall[] {
  const texts = [...HOSTILE_TEXTS, ...HOSTILE_ESCAPES];
  return target.operations.flatMap((operation, i) => {
    const honest = CALLERS.map((caller) => honestCall(operation, caller, target));
    const foreign = { ...honest[0]!, headers: { Host: 'foreign.example' } };
    // Which texts is another choice at each operation.
    const some = texts.filter((_text, at) => (at + i) % step === 0);
    return [...honest, foreign, ...hostileCalls(operation, target, some)];
  });
}

/** Operations that nobody got anything from, or that never refused, and statuses that were never seen. */
export function uncovered({ statuses }: FuzzReport): string[] {
  return [...statuses].flatMap(([name, seen]) => {
    const has = (least: number, most: number) =>
      [...seen.keys()].some((status) => status >= least && status <= most);
    return [
      ...(has(101, 399) ? [] : [`${name} never succeeded`]),
      ...(has(400, 499) ? [] : [`${name} never refused`]),
    ];
  });
}
