import type { CandidateRun, SortOrder } from '../../store/LogStore.ts';

/** Places of entries, by time. */
export interface Places {
  /** The next so many positions; fewer at the end. */
  take(count: number): Float64Array;
}

/** Joins runs that are each ordered by time. They mostly follow each other, so that one of them goes on for long. */
export function mergeRuns(runs: readonly CandidateRun[], order: SortOrder): Places {
  const direction = order === 'asc' ? 1 : -1;
  const open = runs.map((run) => new RunEnd(run, direction));
  open.sort((a, b) => a.compare(b) * direction);
  return {
    take(count) {
      const positions: number[] = [];
      while (positions.length < count && open.length > 0) {
        const [first, second] = open;
        do positions.push(first!.takePosition());
        while (
          positions.length < count &&
          !first!.isEmpty &&
          (!second || first!.compare(second) * direction < 0)
        );
        settleFirst(open, direction);
      }
      return Float64Array.from(positions);
    },
  };
}

/** Puts the first run to where it belongs now. */
function settleFirst(open: RunEnd[], direction: number): void {
  const first = open.shift()!;
  if (first.isEmpty) return;
  const next = open.findIndex((one) => first.compare(one) * direction < 0);
  open.splice(next < 0 ? open.length : next, 0, first);
}

class RunEnd {
  readonly #run: CandidateRun;
  readonly #direction: number;
  #at: number;

  constructor(run: CandidateRun, direction: number) {
    this.#run = run;
    this.#direction = direction;
    this.#at = direction > 0 ? 0 : run.positions.length - 1;
  }

  get isEmpty(): boolean {
    return this.#at < 0 || this.#at >= this.#run.positions.length;
  }

  takePosition(): number {
    const position = this.#run.positions[this.#at]!;
    this.#at += this.#direction;
    return position;
  }

  compare(other: RunEnd): number {
    return (
      this.#run.timestamps[this.#at]! - other.#run.timestamps[other.#at]! ||
      this.#run.positions[this.#at]! - other.#run.positions[other.#at]!
    );
  }
}
