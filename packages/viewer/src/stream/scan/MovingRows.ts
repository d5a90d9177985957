/** Consecutive rows that somebody is looking at elsewhere, while they move and leave. */
export class MovingRows {
  readonly #numbers: Float64Array;

  constructor(from: number, count: number) {
    this.#numbers = Float64Array.from({ length: count }, (_, offset) => from + offset);
  }

  /** Rows that are still there. */
  get size(): number {
    return this.#numbers.reduce((count, number) => (Number.isNaN(number) ? count : count + 1), 0);
  }

  /** The present number of what was row `offset` of them; not a number when it has left. */
  at(offset: number): number {
    return this.#numbers[offset] ?? Number.NaN;
  }

  /** @param added row numbers of new ones as they are now, ascending, without those in front of all */
  shift(added: readonly number[]): void {
    const numbers = this.#numbers;
    let before = 0;
    for (let index = 0; index < numbers.length; index += 1) {
      while (before < added.length && added[before]! - before <= numbers[index]!) before += 1;
      numbers[index] = numbers[index]! + before;
    }
  }

  /** `count` rows from `number` on leave, and those after them move up if `moves`. */
  leave(number: number, count: number, moves: boolean): void {
    this.#numbers.forEach((row, index) => {
      if (row < number) return;
      if (row < number + count) this.#numbers[index] = Number.NaN;
      else if (moves) this.#numbers[index] = row - count;
    });
  }
}
