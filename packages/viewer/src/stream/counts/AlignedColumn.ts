/** A number for each row, 0 until it is set, that moves with its row. */
export class AlignedColumn {
  #array = new Uint32Array(0);
  #start = 0;
  #end = 0;

  at(index: number): number {
    return this.#array[this.#start + index]!;
  }

  set(index: number, value: number): void {
    this.#array[this.#start + index] = value;
  }

  /** @param places indices of new rows, ascending */
  insert(places: Int32Array): void {
    const [count, length] = [places.length, this.#end - this.#start];
    if (this.#end + count > this.#array.length) this.#grow(count);
    const end = this.#start + length + count;
    const first = this.#start + (places[0] ?? length);
    const displaced = this.#array.slice(first, this.#end);
    this.#array.fill(0, first, end);
    let [from, to] = [0, first];
    for (const place of places) {
      const stretch = this.#start + place - to;
      this.#array.set(displaced.subarray(from, from + stretch), to);
      from += stretch;
      to += stretch + 1;
    }
    this.#array.set(displaced.subarray(from), to);
    this.#end = end;
  }

  remove(index: number, count: number): void {
    if (index === 0) {
      this.#start += count;
      return;
    }
    const at = this.#start + index;
    this.#array.copyWithin(at, at + count, this.#end);
    this.#end -= count;
  }

  clear(): void {
    this.#start = this.#end = 0;
  }

  #grow(count: number): void {
    const length = this.#end - this.#start;
    const target = new Uint32Array(Math.ceil((length + count) * 1.25) + 64);
    target.set(this.#array.subarray(this.#start, this.#end));
    this.#array = target;
    this.#start = 0;
    this.#end = length;
  }
}
