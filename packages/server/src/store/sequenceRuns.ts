/** Consecutive `seq`: the first and the last, both included. */
export type SequenceRun = readonly [from: number, to: number];

/** Joins runs, in any order and overlapping, into as few as there are. */
export function joinRuns(runs: readonly SequenceRun[]): SequenceRun[] {
  const joined: [number, number][] = [];
  for (const [from, to] of runs.toSorted((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last && last[1] >= from - 1) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

/** Runs of single numbers. */
export function runsOf(seqs: Iterable<number>): SequenceRun[] {
  return joinRuns(Array.from(seqs, (seq) => [seq, seq]));
}

/** Numbers that runs without overlaps hold. */
export function lengthOf(runs: readonly SequenceRun[]): number {
  return runs.reduce((sum, [from, to]) => sum + to - from + 1, 0);
}

/** Tells whether a number lies in one of the runs. */
export function isWithin(runs: readonly SequenceRun[], seq: number): boolean {
  return runs.some(([from, to]) => from <= seq && seq <= to);
}
