import type { FaultStand, StandOptions } from './FaultStand.ts';

/** Whether a scenario takes its full figures, or ones that fit into a coffee break. */
export type Length = 'short' | 'long';

/** What really happened, counted; a zero among them makes a run inconclusive. */
export type Faults = Readonly<Record<string, number>>;

/** One way in which a browser, its storage or its network breaks. */
export interface Scenario {
  readonly name: string;
  readonly stand?: StandOptions;
  /** Whether storage itself is destroyed: then a loss that the server shows as a hole is accounted for. */
  readonly mayLeaveHoles?: boolean;
  /** Makes the faults. Throws when the logger does what it must not, `Inconclusive` when there was no fault. */
  readonly run: (stand: FaultStand, length: Length) => Promise<Faults>;
}

/** The fault could not be brought about here. */
export class Inconclusive extends Error {
  override readonly name = 'Inconclusive';
}

/** @throws with the sentence, when it does not hold */
export function demand(holds: boolean, sentence: string): asserts holds {
  if (!holds) throw new Error(sentence);
}
