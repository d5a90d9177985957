import type Database from 'better-sqlite3';

type StretchRow = readonly [number: number, first: number, last: number];

const known = new WeakMap<Database.Database, StretchTimes>();

/**
 * The stretches of a file, as a connection has read them: 16 bytes each, since a table of thousands is slower to ask
 * than a page is to find. Only the last one changes after it was written.
 */
export class StretchTimes {
  readonly #newer: Database.Statement<[number], StretchRow>;
  #start = 0;
  readonly #first: number[] = [];
  readonly #last: number[] = [];

  /** What is in a file by now. What is removed from it leaves its stretches as they are. */
  static of(database: Database.Database): StretchTimes {
    let times = known.get(database);
    if (!times) {
      times = new StretchTimes(database);
      known.set(database, times);
    }
    times.#readNewer();
    return times;
  }

  private constructor(database: Database.Database) {
    this.#newer = database
      .prepare<[number], StretchRow>(
        'SELECT number, first, last FROM stretches WHERE number >= ? ORDER BY number',
      )
      .raw();
  }

  /** Number of the first stretch. */
  get start(): number {
    return this.#start;
  }

  /** How many there are from the first one on. */
  get count(): number {
    return this.#first.length;
  }

  /** Earliest time in the stretch that is so many behind the first one. */
  firstOf(index: number): number {
    return this.#first[index]!;
  }

  /** Latest time in the stretch that is so many behind the first one. */
  lastOf(index: number): number {
    return this.#last[index]!;
  }

  #readNewer(): void {
    const from = this.count === 0 ? 0 : this.#start + this.count - 1;
    for (const [number, first, last] of this.#newer.iterate(from)) {
      if (this.count === 0) this.#start = number;
      // Of a stretch without entries there is no row.
      while (this.count < number - this.#start) this.#set(this.count, Infinity, -Infinity);
      this.#set(number - this.#start, first, last);
    }
  }

  #set(index: number, first: number, last: number): void {
    this.#first[index] = first;
    this.#last[index] = last;
  }
}
