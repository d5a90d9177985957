/** Room beyond what is asked for, as a part of it: what moving a million rows is spread over. */
const SLACK = 1 / 8;
const MIN_ROOM = 256;

/** Arrays of one length side by side. */
function createArrays(size: number) {
  return {
    time: new Float64Array(size),
    position: new Float64Array(size),
    seq: new Float64Array(size),
    session: new Uint32Array(size),
    source: new Uint32Array(size),
    logger: new Uint32Array(size),
    block: new Uint32Array(size),
    slot: new Uint16Array(size),
    lines: new Uint16Array(size),
    firstLine: new Uint16Array(size),
    /** Index in `LOG_LEVELS`, or beyond them the row's kind. */
    code: new Uint8Array(size),
  };
}

type Arrays = ReturnType<typeof createArrays>;
type Column = Arrays[keyof Arrays];

/** The rows' facts, from `start` up to `end` in each array, with room at both ends. */
export class RowColumns {
  arrays = createArrays(0);
  start = 0;
  end = 0;

  get length(): number {
    return this.end - this.start;
  }

  /** Makes room for rows before the first. */
  reserveFront(count: number): void {
    if (this.start >= count) return;
    const spare = Math.ceil((this.length + count) * SLACK);
    this.#move(count + spare, this.#room() - this.start - this.length);
  }

  /** Makes room for rows after the last. */
  reserveBack(count: number): void {
    if (this.end + count <= this.#room()) return;
    this.#move(0, count);
  }

  /** Puts the last `count` rows before the first. */
  moveToFront(count: number): void {
    this.reserveFront(count);
    const last = this.end - count;
    for (const column of Object.values(this.arrays) as Column[]) {
      column.copyWithin(this.start - count, last, this.end);
    }
    this.start -= count;
    this.end = last;
  }

  /** Puts the rows from `from` on in another order: `order[k]` is where the row is that is to come k-th. */
  reorder(from: number, order: Int32Array): void {
    for (const column of Object.values(this.arrays) as Column[]) {
      const before = column.slice(from, from + order.length);
      for (let index = 0; index < order.length; index += 1)
        column[from + index] = before[order[index]! - from]!;
    }
  }

  /** Takes a row out. */
  remove(at: number): void {
    for (const column of Object.values(this.arrays) as Column[]) column.copyWithin(at, at + 1, this.end);
    this.end -= 1;
  }

  clear(): void {
    this.arrays = createArrays(0);
    this.start = this.end = 0;
  }

  #room(): number {
    return this.arrays.time.length;
  }

  /** Moves the rows to where `front` can stand before them and `back` after them. */
  #move(front: number, back: number): void {
    const { start, end, length } = this;
    const needed = front + length + back;
    // With too little to spare it would soon have to be done again.
    const tight = needed * (1 + SLACK / 2) > this.#room();
    const size = tight ? Math.max(MIN_ROOM, Math.ceil(needed * (1 + SLACK))) : this.#room();
    const before = this.arrays;
    const target = size === this.#room() ? before : createArrays(size);
    for (const name of Object.keys(before) as (keyof Arrays)[]) {
      if (target === before) before[name].copyWithin(front, start, end);
      else target[name].set(before[name].subarray(start, end), front);
    }
    this.arrays = target;
    this.start = front;
    this.end = front + length;
  }
}
