import type { ReadingPlace } from './placeRows.ts';

/**
 * Pixels that the scroll bar stands for at most. Browsers end elements at 17 to 33 million pixels, and
 * scroll positions lose their fractions well before.
 */
export const MAX_SCROLL_PX = 4_000_000;
/** Pixels at either end that stand for themselves, so that both ends are reached by scrolling. */
export const EXACT_PX = 40_000;
/** Rows that are looked at to tell how tall one is in the mean. */
const SAMPLE_ROWS = 400;

export interface ScrollSpaceInput {
  readonly length: number;
  readonly viewPx: number;
  readonly uniform: boolean;
  estimate(index: number): number;
}

interface Stretch {
  /** Rows that fit into the exact pixels at this end. */
  readonly rows: number;
  readonly px: number;
}

/**
 * Maps places in the list to positions of the scroll bar and back. Both ends are one to one; what lies
 * between is shared out by rows. The list itself moves by the pixels of the wheel wherever it is: only the
 * thumb is mapped.
 */
export class ScrollSpace {
  /** Of the content, in pixels. */
  readonly height: number;
  readonly #input: ScrollSpaceInput;
  readonly #head: Stretch;
  readonly #tail: Stretch;

  constructor(input: ScrollSpaceInput) {
    this.#input = input;
    const { length, viewPx } = input;
    this.#head = this.#stretch((row) => row, EXACT_PX, length);
    if (this.#head.rows === length) {
      this.#tail = { rows: 0, px: 0 };
      this.height = this.#head.px;
      return;
    }
    this.#tail = this.#stretch((row) => length - 1 - row, EXACT_PX + viewPx, length - this.#head.rows);
    const least = this.#head.px + this.#tail.px;
    this.height = Math.max(least, Math.min(MAX_SCROLL_PX, this.#total()));
  }

  /** Where the scroll bar stands for a place. */
  toScroll({ index, offset }: ReadingPlace): number {
    const { length } = this.#input;
    const last = Math.max(0, this.height - this.#input.viewPx);
    const head = this.#head;
    const tailStart = length - this.#tail.rows;
    if (index < head.rows) return clamp(this.#sum(0, index) + offset, 0, last);
    if (index >= tailStart) return clamp(this.height - this.#sum(index, length) + offset, 0, last);
    const within = index - head.rows + offset / this.#input.estimate(index);
    return clamp(head.px + (within / (tailStart - head.rows)) * this.#between, 0, last);
  }

  /** The place that a position of the scroll bar stands for. */
  toPlace(scroll: number): ReadingPlace {
    const { length } = this.#input;
    const tailStart = length - this.#tail.rows;
    if (scroll < this.#head.px) return this.#walk(0, scroll);
    if (scroll >= this.#head.px + this.#between) {
      return this.#walk(tailStart, scroll - this.#head.px - this.#between);
    }
    const row = this.#head.rows + ((scroll - this.#head.px) / this.#between) * (tailStart - this.#head.rows);
    const index = Math.floor(row);
    return { index, offset: Math.round((row - index) * this.#input.estimate(index)) };
  }

  get #between(): number {
    return this.height - this.#head.px - this.#tail.px;
  }

  #walk(from: number, px: number): ReadingPlace {
    const { length } = this.#input;
    let index = from;
    let left = px;
    for (let height; index < length - 1 && left >= (height = this.#input.estimate(index)); index += 1) {
      left -= height;
    }
    return { index, offset: left };
  }

  #sum(from: number, to: number): number {
    if (this.#input.uniform) return to > from ? (to - from) * this.#input.estimate(from) : 0;
    let sum = 0;
    for (let index = from; index < to; index += 1) sum += this.#input.estimate(index);
    return sum;
  }

  #stretch(nth: (row: number) => number, enough: number, most: number): Stretch {
    if (this.#input.uniform && most > 0) {
      const each = this.#input.estimate(0);
      const rows = Math.min(most, Math.ceil(enough / each));
      return { rows, px: rows * each };
    }
    let rows = 0;
    let px = 0;
    while (rows < most && px < enough) px += this.#input.estimate(nth(rows++));
    return { rows, px };
  }

  #total(): number {
    const { length, uniform } = this.#input;
    if (uniform) return length * this.#input.estimate(0);
    const step = Math.max(1, Math.floor(length / SAMPLE_ROWS));
    let px = 0;
    let rows = 0;
    for (let index = 0; index < length; index += step, rows += 1) px += this.#input.estimate(index);
    return (px / rows) * length;
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, high));
}
