import type { SortOrder, TimeKey } from '../LogStore.ts';
import type { Outlook } from './arrivalWalk.ts';
import { STRETCH_POSITIONS, stretchOf } from './stretches.ts';
import type { StretchTimes } from './StretchTimes.ts';
import type { TimeRange } from './timeRange.ts';

/** Stretches in which senders that send at once are mixed: to walk on comes to their end soon. */
const NEAR_STRETCHES = 32;
/** Stretches that are cheaper to walk over than to leave out. */
const SMALL_GAP = 8;

/** Positions, both included. */
export interface PositionRange {
  readonly low: number;
  readonly high: number;
}

/** Indexes of stretches, both included. */
interface Run {
  readonly from: number;
  readonly to: number;
}

/** What is asked of a file. */
export interface Asked {
  readonly order: SortOrder;
  readonly range: TimeRange;
  /** Ranges to walk through, and stretches to read out of turn: each is a question of its own to the index. */
  readonly maxQuestions: number;
}

/** Reads what an index finds in a range of positions. */
type ReadRange = (range: PositionRange) => TimeKey[];

/**
 * Knows of a walk through a file in the order of arrival what can still come, and where. Stretches are counted here
 * in the order of the walk, and times so that what comes first is less.
 */
export class StretchOutlook implements Outlook<TimeKey> {
  /** The ranges outside of which no time of the asked range lies, in the order of the walk. */
  readonly ranges: readonly PositionRange[];
  readonly #times: StretchTimes;
  readonly #asked: Asked;
  readonly #order: SortOrder;
  readonly #read: ReadRange;
  readonly #ahead = new Set<number>();
  /** The first time that is in a stretch or behind it. */
  readonly #bounds: Float64Array;

  constructor(times: StretchTimes, asked: Asked, read: ReadRange) {
    this.#times = times;
    this.#asked = asked;
    this.#order = asked.order;
    this.#read = read;
    this.#bounds = new Float64Array(times.count + 1).fill(Infinity);
    this.#bind(times.count - 1);
    this.ranges = this.#runs().map((run) => this.#rangeOf(run));
  }

  boundBehind(position: number): number {
    const bound = this.#bounds[this.#indexAt(position)]!;
    return this.#order === 'asc' ? bound : -bound;
  }

  isReadAhead(position: number): boolean {
    return this.#ahead.size > 0 && this.#ahead.has(this.#indexAt(position));
  }

  readAhead(waiting: TimeKey, position: number): TimeKey[] | undefined {
    const at = this.#indexAt(position);
    const isPatient = at - this.#indexAt(waiting.position) < NEAR_STRETCHES;
    const time = this.#order === 'asc' ? waiting.timestamp : -waiting.timestamp;
    const found: number[] = [];
    for (let i = at + 1 + (isPatient ? NEAR_STRETCHES : 0); this.#bounds[i]! <= time; i += 1) {
      if (this.#earliest(i) > time) continue;
      if (this.#ahead.size + found.push(i) > this.#asked.maxQuestions) return undefined;
    }
    if (found.length === 0) return [];
    for (const i of found) this.#ahead.add(i);
    this.#bind(found.at(-1)!);
    return found.flatMap((i) => this.#read(this.#rangeOf({ from: i, to: i })));
  }

  /** Bounds of a stretch and of all before it. */
  #bind(last: number): void {
    for (let i = last; i >= 0; i -= 1) this.#bounds[i] = Math.min(this.#bounds[i + 1]!, this.#earliest(i));
  }

  /** What comes first of a stretch that is still to be read. */
  #earliest(i: number): number {
    const index = this.#order === 'asc' ? i : this.#times.count - 1 - i;
    const [first, last] = [this.#times.firstOf(index), this.#times.lastOf(index)];
    const { from, to } = this.#asked.range;
    if (first >= to || last < from || this.#ahead.has(i)) return Infinity;
    return this.#order === 'asc' ? first : -last;
  }

  #runs(): Run[] {
    const { from, to } = this.#asked.range;
    const { count } = this.#times;
    if (from === -Infinity && to === Infinity) return count > 0 ? [{ from: 0, to: count - 1 }] : [];
    const runs: Run[] = [];
    for (let i = 0; this.#bounds[i]! < Infinity; i += 1) {
      if (this.#earliest(i) < Infinity) join(runs, { from: i, to: i }, SMALL_GAP);
    }
    const { maxQuestions } = this.#asked;
    if (runs.length <= maxQuestions) return runs;
    const gaps = runs.slice(1).map(({ from }, i) => from - runs[i]!.to);
    const smallGap = gaps.toSorted((a, b) => b - a)[maxQuestions - 1]!;
    const joined: Run[] = [];
    for (const run of runs) join(joined, run, smallGap);
    return joined;
  }

  #indexAt(position: number): number {
    const index = stretchOf(position) - this.#times.start;
    return this.#order === 'asc' ? index : this.#times.count - 1 - index;
  }

  #rangeOf({ from, to }: Run): PositionRange {
    const { start, count } = this.#times;
    const [low, high] = this.#order === 'asc' ? [from, to] : [count - 1 - to, count - 1 - from];
    return { low: (start + low) * STRETCH_POSITIONS, high: (start + high + 1) * STRETCH_POSITIONS - 1 };
  }
}

function join(runs: Run[], { from, to }: Run, smallGap: number): void {
  const before = runs.at(-1);
  if (before && from - before.to <= smallGap) runs[runs.length - 1] = { from: before.from, to };
  else runs.push({ from, to });
}
