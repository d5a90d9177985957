const MIN_ROOM = 64;

/** Row numbers in ascending order, each once: what of some rows passed a test. */
export class RowNumbers {
  #array = new Float64Array(0);
  #start = 0;
  #end = 0;

  get length(): number {
    return this.#end - this.#start;
  }

  at(index: number): number {
    return this.#array[this.#start + index]!;
  }

  /** The index of the first that is not below this number. */
  lowerBound(number: number): number {
    let [low, high] = [this.#start, this.#end];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#array[middle]! < number) low = middle + 1;
      else high = middle;
    }
    return low - this.#start;
  }

  /**
   * Adds numbers that are not there.
   *
   * @param numbers ascending
   * @returns their indices
   */
  insert(numbers: readonly number[]): Int32Array {
    const count = numbers.length;
    if (count === 0) return new Int32Array(0);
    const after = this.lowerBound(numbers[0]!);
    if (after === 0 && (this.length === 0 || numbers[count - 1]! < this.at(0))) {
      this.#reserve(count, 0);
      this.#start -= count;
      this.#array.set(numbers, this.#start);
      return Int32Array.from(numbers, (_, index) => index);
    }
    this.#reserve(0, count);
    const displaced = this.#array.slice(this.#start + after, this.#end);
    const places = new Int32Array(count);
    let [next, to] = [0, after];
    numbers.forEach((number, ordinal) => {
      while (next < displaced.length && displaced[next]! < number)
        this.#array[this.#start + to++] = displaced[next++]!;
      places[ordinal] = to;
      this.#array[this.#start + to++] = number;
    });
    if (next < displaced.length) this.#array.set(displaced.subarray(next), this.#start + to);
    this.#end += count;
    return places;
  }

  /**
   * Follows rows that moved because new ones came.
   *
   * @param added row numbers of the new ones as they are now, ascending, without those that came in front of all
   */
  shift(added: readonly number[]): void {
    let before = added.length;
    const first = added[0];
    if (first === undefined) return;
    for (let at = this.#end - 1; at >= this.#start && this.#array[at]! >= first; at -= 1) {
      const number = this.#array[at]!;
      while (before > 0 && added[before - 1]! - (before - 1) > number) before -= 1;
      this.#array[at] = number + before;
    }
  }

  /** Forgets rows that leave: `count` from `number` on. Those after them move up if the rows do. */
  leave(number: number, count: number, moves: boolean): void {
    const index = this.lowerBound(number);
    const end = this.lowerBound(number + count);
    if (index === 0) {
      this.#start += end;
    } else if (end > index) {
      this.#array.copyWithin(this.#start + index, this.#start + end, this.#end);
      this.#end -= end - index;
    }
    if (moves)
      for (let at = this.#start + index; at < this.#end; at += 1) this.#array[at] = this.#array[at]! - count;
  }

  clear(): void {
    this.#start = this.#end = 0;
  }

  #reserve(front: number, back: number): void {
    if (this.#start >= front && this.#end + back <= this.#array.length) return;
    const { length } = this;
    const spare = Math.max(MIN_ROOM, length >> 1);
    const start = front > 0 ? front + spare : 0;
    const target = new Float64Array(start + length + back + spare);
    target.set(this.#array.subarray(this.#start, this.#end), start);
    this.#array = target;
    this.#start = start;
    this.#end = start + length;
  }
}
