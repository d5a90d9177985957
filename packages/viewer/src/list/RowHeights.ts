import type { RowSource } from './RowSource.ts';
import { wrappedLines } from './wrappedLines.ts';

/** Pixels of each line of a wrapped row after its first; viewer.css says the same. */
export const LINE_PX = 18;
/** Rows whose true heights are remembered. */
const MEASURED_ROWS = 4000;

/** How rows are laid out. */
export interface RowMetrics {
  /** Pixels of a row of one line. */
  readonly rowPx: number;
  readonly wrap: boolean;
  /** Characters that fit on a line of the message. */
  readonly columns: number;
}

/**
 * How tall each row is: without wrapping all the same; with it reckoned from the message, until the row has been
 * on screen and measured. Where only the length of a message is known it is at least that tall: lines end between
 * words, and so hold a little less than there is room for.
 */
export class RowHeights {
  source: RowSource;
  #metrics: RowMetrics;
  readonly #measured = new Map<string, number>();

  constructor(source: RowSource, metrics: RowMetrics) {
    this.source = source;
    this.#metrics = metrics;
  }

  get metrics(): RowMetrics {
    return this.#metrics;
  }

  set metrics(metrics: RowMetrics) {
    this.#metrics = metrics;
    this.#measured.clear();
  }

  /** Whether every row is as tall as the next. */
  get uniform(): boolean {
    return !this.#metrics.wrap;
  }

  /** Pixels, the measured ones where there are. */
  at(index: number): number {
    if (this.uniform) return this.#metrics.rowPx;
    const key = this.source.get(index)?.key;
    return (key !== undefined && this.#measured.get(key)) || this.estimate(index);
  }

  /** Pixels as far as they can be told without looking at the row itself. */
  estimate(index: number): number {
    const { rowPx, wrap, columns } = this.#metrics;
    if (!wrap) return rowPx;
    const { source } = this;
    let lines: number;
    if (source.messageLengthAt) {
      lines = Math.max(source.linesAt?.(index) ?? 1, Math.ceil(source.messageLengthAt(index) / columns));
    } else {
      const row = source.get(index);
      lines = row?.kind === 'entry' ? wrappedLines(row.entry.message, columns) : 1;
    }
    return rowPx + Math.max(0, lines - 1) * LINE_PX;
  }

  /** @returns whether that is news */
  measure(key: string, px: number): boolean {
    if (this.#measured.get(key) === px) return false;
    this.#measured.delete(key);
    this.#measured.set(key, px);
    if (this.#measured.size > MEASURED_ROWS) {
      for (const oldest of this.#measured.keys()) {
        this.#measured.delete(oldest);
        break;
      }
    }
    return true;
  }
}
