import type { LogRow } from './buffer/LogRow.ts';

/** Rows that somebody wants to keep in sight. They stay when the buffer lets go of them. */
export class LogPins {
  readonly #rows = new Map<string, LogRow>();
  readonly #listeners = new Set<() => void>();
  #sorted: readonly LogRow[] = [];

  /** In the order of their time; another array after each change. */
  get rows(): readonly LogRow[] {
    return this.#sorted;
  }

  has(row: LogRow): boolean {
    return this.#rows.has(row.key);
  }

  /** Pins a row, or takes its pin out. */
  toggle(row: LogRow): void {
    if (!this.#rows.delete(row.key)) this.#rows.set(row.key, row);
    this.#changed();
  }

  clear(): void {
    if (this.#rows.size === 0) return;
    this.#rows.clear();
    this.#changed();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #changed(): void {
    this.#sorted = [...this.#rows.values()].toSorted((a, b) => a.time - b.time || a.position - b.position);
    this.#listeners.forEach((listener) => listener());
  }
}
