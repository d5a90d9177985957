import type { Faults, Length } from '../Scenario.ts';
import type { ServerStand } from './ServerStand.ts';

/** One way in which the server, its disk or its clock breaks. */
export interface ServerScenario {
  readonly name: string;
  /** Where the data folder is made. @default the machine's folder for temporary files */
  readonly parent?: (cleanups: (() => void)[]) => string;
  /** Makes the faults. Throws when the server does what it must not, `Inconclusive` when there was no fault. */
  readonly run: (stand: ServerStand, length: Length) => Promise<ServerResult>;
}

/** What came of a run. */
export interface ServerResult {
  /** What really happened, counted; a zero among them makes a run inconclusive. */
  readonly faults: Faults;
  /** Acknowledged entries that the damage to its files has really destroyed; neither more nor less may be lost. @default 0 */
  readonly destroyed?: number;
  /** What was measured, for the reader. */
  readonly figures?: Readonly<Record<string, number>>;
}
