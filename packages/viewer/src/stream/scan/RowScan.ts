import { rowsInFront } from '../buffer/mergeOrder.ts';
import type { LogRows } from '../buffer/LogRows.ts';
import { MovingRows } from './MovingRows.ts';
import { nextTask } from './nextTask.ts';
import { RowNumbers } from './RowNumbers.ts';
import { RowRanges, type RowRange } from './RowRanges.ts';

/** Milliseconds of work before others get their turn: half a frame. */
export const SLICE_MS = 8;
/** Rows that are looked at before the clock is: a block of text. */
const CHUNK_ROWS = 512;

/** What a test says of rows: their indices, ascending, counted from the first one asked for. */
export type PassingRows = readonly number[];

/** Looks at the rows from an index on; in a promise where others do the work. */
export type RowTest = (rows: LogRows, index: number, count: number) => PassingRows | Promise<PassingRows>;

export interface RowScanOptions {
  readonly rows: LogRows;
  readonly test: RowTest;
  /** Rows that a test is given at once. @default 512 */
  readonly chunkRows?: number;
  /** Tests that may be under way together, where they are promises. @default 4 */
  readonly parallel?: number;
  readonly listener: RowScanListener;
}

export interface RowScanListener {
  /** Rows passed; they have these indices among those that passed. */
  readonly passed?: (places: Int32Array) => void;
  /** Rows that passed are about to leave; `leave` has them do so, and must be called. */
  readonly leaving?: (index: number, count: number, leave: () => void) => void;
  readonly cleared?: () => void;
  /** Some work was done, after a pause; what was done within a change of the rows is not told. */
  readonly progressed?: () => void;
  readonly failed?: (error: unknown) => void;
}

/**
 * Which rows pass a test, kept true while rows come and go. Each row is looked at once, newest first, in slices
 * that leave the page alone; what is appended costs what it is.
 */
export class RowScan {
  /** Row numbers of those that passed. */
  readonly numbers = new RowNumbers();
  readonly #rows: LogRows;
  readonly #options: RowScanOptions;
  readonly #waiting = new RowRanges();
  /** Rows that tests are under way for: they move, too. */
  readonly #underWay = new Set<MovingRows>();
  readonly #unobserve: () => void;
  #scheduled = false;
  #stopped = false;

  constructor(options: RowScanOptions) {
    this.#options = options;
    this.#rows = options.rows;
    const { rows } = options;
    this.#waiting.add(rows.firstRow, rows.length, false);
    this.#unobserve = rows.observe({
      added: (places) => this.#onAdded(places),
      leaving: (index, count) => this.#onLeaving(index, count),
      cleared: () => this.#onCleared(),
    });
    this.#work();
  }

  /** Whether every row has been looked at. */
  get complete(): boolean {
    return this.#waiting.empty && this.#underWay.size === 0;
  }

  /** Rows that were not looked at yet. */
  get remaining(): number {
    return [...this.#underWay].reduce((sum, { size }) => sum + size, this.#waiting.size);
  }

  stop(): void {
    this.#stopped = true;
    this.#unobserve();
    this.#waiting.clear();
    this.#underWay.clear();
  }

  #onAdded(places: Int32Array): void {
    const { firstRow, length } = this.#rows;
    const front = rowsInFront(places, length);
    const numbers = Array.from(places, (place) => firstRow + place);
    const moving = numbers.slice(front);
    this.numbers.shift(moving);
    this.#underWay.forEach((rows) => rows.shift(moving));
    for (let from = 0; from < numbers.length;) {
      let to = from + 1;
      while (to < numbers.length && to !== front && numbers[to] === numbers[to - 1]! + 1) to += 1;
      this.#waiting.add(numbers[from]!, to - from, from >= front);
      from = to;
    }
    if (!this.#scheduled) this.#work();
  }

  #onLeaving(index: number, count: number): void {
    const number = this.#rows.firstRow + index;
    const moves = index > 0;
    const low = this.numbers.lowerBound(number);
    const gone = this.numbers.lowerBound(number + count) - low;
    const leave = () => this.numbers.leave(number, count, moves);
    if (gone > 0 && this.#options.listener.leaving) this.#options.listener.leaving(low, gone, leave);
    else leave();
    this.#waiting.leave(number, count, moves);
    this.#underWay.forEach((rows) => rows.leave(number, count, moves));
  }

  #onCleared(): void {
    this.numbers.clear();
    this.#waiting.clear();
    this.#underWay.clear();
    this.#options.listener.cleared?.();
  }

  /** Works for a slice, and has the rest done later. */
  #work(): void {
    const { chunkRows = CHUNK_ROWS, parallel = 4 } = this.#options;
    const until = performance.now() + SLICE_MS;
    while (!this.#stopped && !this.#waiting.empty && this.#underWay.size < parallel) {
      this.#look(this.#waiting.takeLast(chunkRows)!);
      if (performance.now() < until || this.#waiting.empty) continue;
      this.#schedule();
      return;
    }
  }

  #schedule(): void {
    this.#scheduled = true;
    void nextTask().then(() => {
      this.#scheduled = false;
      if (this.#stopped) return;
      this.#work();
      this.#options.listener.progressed?.();
    });
  }

  #look({ from, to }: RowRange): void {
    const { test, listener } = this.#options;
    const found = test(this.#rows, from - this.#rows.firstRow, to - from);
    if (!(found instanceof Promise)) {
      this.#pass(found.map((offset) => from + offset));
      return;
    }
    const rows = new MovingRows(from, to - from);
    this.#underWay.add(rows);
    found.then(
      (offsets) => {
        if (!this.#underWay.delete(rows)) return;
        this.#pass(offsets.map((offset) => rows.at(offset)).filter((number) => !Number.isNaN(number)));
        if (!this.#scheduled) this.#work();
        listener.progressed?.();
      },
      (error: unknown) => {
        if (this.#underWay.delete(rows)) listener.failed?.(error);
      },
    );
  }

  #pass(numbers: readonly number[]): void {
    if (numbers.length === 0) return;
    const places = this.numbers.insert(numbers);
    this.#options.listener.passed?.(places);
  }
}
