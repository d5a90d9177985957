import type { RowSource } from '../RowSource.ts';
import type { LogRow } from '../../stream/buffer/LogRow.ts';

/** Places from `first` to `last`, both ends included. */
export interface RowRange {
  readonly first: number;
  readonly last: number;
}

/**
 * The rows that are chosen: all from the one where it began to the one that the user is on. Both are
 * remembered as rows, so that they stay the same while others come and go.
 */
export class RowSelection {
  #anchor: LogRow | undefined;
  #current: LogRow | undefined;
  readonly #listeners = new Set<() => void>();

  /** The row that the user is on. */
  get current(): LogRow | undefined {
    return this.#current;
  }

  /** Goes to a row; with `extend` chooses all from where the selection began. */
  select(row: LogRow, extend = false): void {
    if (!extend || !this.#anchor) this.#anchor = row;
    this.#current = row;
    this.#changed();
  }

  selectAll(source: RowSource): void {
    const first = source.get(0);
    const last = source.get(source.length - 1);
    if (!first || !last) return;
    this.#anchor = first;
    this.#current = last;
    this.#changed();
  }

  clear(): void {
    if (!this.#current) return;
    this.#anchor = this.#current = undefined;
    this.#changed();
  }

  /** Where the chosen rows stand; of rows that have left the front, what follows them. */
  range(source: RowSource): RowRange | undefined {
    if (!this.#anchor || !this.#current) return undefined;
    const anchor = source.indexOf(this.#anchor);
    const current = source.indexOf(this.#current);
    if (anchor < 0 && current < 0) return undefined;
    return {
      first: Math.max(0, Math.min(anchor, current)),
      last: Math.max(anchor, current),
    };
  }

  /** Calls the listener after each change; returns what ends that. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #changed(): void {
    this.#listeners.forEach((listener) => listener());
  }
}
