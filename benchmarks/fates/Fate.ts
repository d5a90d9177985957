import type { FateStand } from './FateStand.ts';

/** What became of the entries of one scenario. */
export interface FateOutcome {
  /** Entries that ought to arrive. */
  readonly expected: number;
  readonly delivered: number;
  /** Arrivals beyond the first; of Tailrace those that the server stored. */
  readonly duplicated: number;
  readonly requests: number;
  /** Figures of this scenario alone. */
  readonly aside?: Readonly<Record<string, number>>;
  /** Why this says nothing: the fault did not happen. */
  readonly inconclusive?: string;
}

/** One scenario, the same for all loggers. */
export interface Fate {
  readonly name: string;
  /** What happens, as the report's reader is told. */
  readonly says: string;
  /** Entries that ought to arrive. */
  readonly expected: number;
  /** Whether a real Tailrace server stores what Tailrace sends; otherwise the local sink counts it. @default true */
  readonly isStored?: boolean;
  /** Whether the pages' clock can be wound on. */
  readonly isFast?: boolean;
  /** Has it happen, and waits until nothing more is to be expected. */
  run(stand: FateStand): Promise<FateEvidence>;
}

/** What a scenario saw besides the arrivals. */
export interface FateEvidence {
  /** Whether the fault really happened; what was seen instead, if not. */
  readonly fault: true | string;
  /** Requests, where not all of the scenario's are meant. */
  readonly requests?: number;
  readonly aside?: Readonly<Record<string, number>>;
}
