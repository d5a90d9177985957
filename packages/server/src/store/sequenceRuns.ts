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

/** What of some runs lies in others. Both are in order and without overlaps. */
export function runsWithin(runs: readonly SequenceRun[], others: readonly SequenceRun[]): SequenceRun[] {
  return runs.flatMap(([from, to]) =>
    others
      .map(([first, last]): SequenceRun => [Math.max(from, first), Math.min(to, last)])
      .filter(([first, last]) => first <= last),
  );
}

/** What of some runs lies in none of others. Both are in order and without overlaps. */
export function runsWithout(runs: readonly SequenceRun[], others: readonly SequenceRun[]): SequenceRun[] {
  const edges = others.flatMap(([first, last]): number[] => [first - 1, last + 1]);
  const between: SequenceRun[] = [];
  for (let i = 0; i <= edges.length; i += 2) between.push([edges[i - 1] ?? 1, edges[i] ?? Infinity]);
  return runsWithin(runs, between);
}
