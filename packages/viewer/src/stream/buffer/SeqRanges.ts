/** Ranges whose gone beginnings are kept until they are as many. */
const MIN_COMPACTION = 64;

/** A set of whole numbers that mostly follow each other, kept as ranges. */
export class SeqRanges {
  readonly #from: number[] = [];
  readonly #to: number[] = [];
  #first = 0;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** @returns false when it was there */
  add(seq: number): boolean {
    const end = this.#from.length;
    if (end === this.#first || seq > this.#to[end - 1]! + 1) {
      this.#from.push(seq);
      this.#to.push(seq);
    } else if (seq === this.#to[end - 1]! + 1) {
      this.#to[end - 1] = seq;
    } else if (!this.#addBefore(seq)) {
      return false;
    }
    this.#size += 1;
    return true;
  }

  delete(seq: number): void {
    const index = this.#find(seq);
    if (index < 0) return;
    this.#size -= 1;
    const from = this.#from[index]!;
    const to = this.#to[index]!;
    if (from < seq && seq < to) {
      this.#to[index] = seq - 1;
      this.#from.splice(index + 1, 0, seq + 1);
      this.#to.splice(index + 1, 0, to);
    } else if (from < seq) {
      this.#to[index] = seq - 1;
    } else if (seq < to) {
      this.#from[index] = seq + 1;
    } else {
      this.#remove(index);
    }
  }

  /** For numbers up to the end of the last range. */
  #addBefore(seq: number): boolean {
    const after = this.#upperBound(seq);
    const before = after - 1;
    if (before >= this.#first && seq <= this.#to[before]!) return false;
    const joinsBefore = before >= this.#first && this.#to[before]! + 1 === seq;
    const joinsAfter = after < this.#from.length && this.#from[after] === seq + 1;
    if (joinsBefore && joinsAfter) {
      this.#to[before] = this.#to[after]!;
      this.#remove(after);
    } else if (joinsBefore) {
      this.#to[before] = seq;
    } else if (joinsAfter) {
      this.#from[after] = seq;
    } else {
      this.#from.splice(after, 0, seq);
      this.#to.splice(after, 0, seq);
    }
    return true;
  }

  #find(seq: number): number {
    const index = this.#upperBound(seq) - 1;
    return index >= this.#first && seq <= this.#to[index]! ? index : -1;
  }

  /** The first range that begins after this number. */
  #upperBound(seq: number): number {
    let low = this.#first;
    let high = this.#from.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#from[middle]! <= seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The oldest go first, and taking the first off an array costs all that follow. */
  #remove(index: number): void {
    if (index !== this.#first) {
      this.#from.splice(index, 1);
      this.#to.splice(index, 1);
      return;
    }
    this.#first += 1;
    if (this.#first < MIN_COMPACTION || this.#first * 2 < this.#from.length) return;
    this.#from.splice(0, this.#first);
    this.#to.splice(0, this.#first);
    this.#first = 0;
  }
}
