/** One figure, measured several times in turn with its floor. */
export interface Measurement {
  /** What was measured, as a reader would call it. */
  readonly name: string;
  /** In the benchmark's unit, one number per round. */
  readonly rounds: readonly number[];
}

/** Figures that stand beside the main one, as they were in the median round. */
export type Aside = Readonly<Record<string, number | string>>;

export interface BenchmarkResult {
  readonly subject: Measurement;
  /** The least that the same work can cost: the platform alone. */
  readonly floor: Measurement;
  readonly aside?: Aside;
}

/** A comparison of one of our parts with its floor, both measured in the same run. */
export interface Benchmark {
  readonly name: string;
  readonly unit: string;
  /** Whether less or more is good. */
  readonly better: 'less' | 'more';
  /** What is to be reached, where that is agreed on. */
  readonly target?: string;
  /** What the figure says, and what it leaves out. */
  readonly says: string;
  run(rounds: number): Promise<BenchmarkResult>;
}

/** The middle value; of an even number of values the lower middle one. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor((sorted.length - 1) / 2)];
  if (middle === undefined) throw new Error('There is no median of nothing');
  return middle;
}
