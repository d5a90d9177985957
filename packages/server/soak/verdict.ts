/** Whether a statement about the run holds. */
export interface Check {
  readonly name: string;
  readonly holds: boolean;
  readonly found: string;
}

/** What a run came to: without its faults it shows nothing, whatever else held. */
export interface Outcome {
  /** What had to happen for the run to mean anything. */
  readonly faults: readonly Check[];
  readonly claims: readonly Check[];
}

export type Verdict = 'holds' | 'fails' | 'inconclusive';

export function verdictOf({ faults, claims }: Outcome): Verdict {
  if (claims.some(({ holds }) => !holds)) return 'fails';
  return faults.every(({ holds }) => holds) ? 'holds' : 'inconclusive';
}

/** Prints an outcome, a line a check. */
export function printOutcome(name: string, outcome: Outcome): string {
  const line = (kind: string, { name: what, holds, found }: Check) =>
    `  ${holds ? '✓' : '✗'} ${kind} ${what}: ${found}`;
  return [
    ...outcome.faults.map((check) => line('fault', check)),
    ...outcome.claims.map((check) => line('claim', check)),
    `${name}: ${verdictOf(outcome)}`,
  ].join('\n');
}
