/** Row numbers from `from` up to, without, `to`. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** Rows that are still to be looked at, as ranges of row numbers that follow rows as they move. */
export class RowRanges {
  #ranges: { from: number; to: number }[] = [];

  get empty(): boolean {
    return this.#ranges.length === 0;
  }

  get size(): number {
    return this.#ranges.reduce((sum, { from, to }) => sum + to - from, 0);
  }

  /** Takes a new row in, and moves those after it if that is what the row did. */
  add(number: number, count: number, moves: boolean): void {
    if (count === 0) return;
    let joined = false;
    for (const range of this.#ranges) {
      if (moves && (joined ? range.from >= number : range.from > number)) {
        range.from += count;
        range.to += count;
      } else if (!joined && range.from <= number && number <= range.to) {
        range.to += count;
        joined = true;
      }
    }
    if (joined) return;
    this.#ranges.push({ from: number, to: number + count });
    this.#ranges.sort((a, b) => a.from - b.from);
  }

  /** Forgets rows that leave. Those after them move up if the rows do. */
  leave(number: number, count: number, moves: boolean): void {
    const after = number + count;
    const moved = (bound: number) => {
      if (bound < number) return bound;
      if (bound >= after) return moves ? bound - count : bound;
      return moves ? number : after;
    };
    for (const range of this.#ranges) {
      range.from = moved(range.from);
      range.to = moved(range.to);
    }
    this.#ranges = this.#ranges.filter(({ from, to }) => from < to);
  }

  /** Takes at most so many out, from the end: what is newest is looked at first. */
  takeLast(count: number): RowRange | undefined {
    const last = this.#ranges.at(-1);
    if (!last) return undefined;
    const from = Math.max(last.from, last.to - count);
    const taken = { from, to: last.to };
    if (from === last.from) this.#ranges.pop();
    else last.to = from;
    return taken;
  }

  clear(): void {
    this.#ranges = [];
  }
}
