import { MAX_COUNTED_LENGTH, MAX_COUNTED_VALUES, type LogFacets } from '../LogCounts.ts';
import { mostFirst } from './mostFirst.ts';

/** Adds up what `facets` answers. */
export class FacetsTally {
  readonly #limit: number;
  readonly #counts = new Map<string, number>();
  #length = 0;
  #isOverfull = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Counts a value that so many entries have. */
  add(value: string, count: number): void {
    const known = this.#counts.get(value);
    if (known === undefined && !this.#hasRoomFor(value)) this.#isOverfull = true;
    else this.#counts.set(value, (known ?? 0) + count);
  }

  /** Counts the values of one entry: each once, and those alone that have a text to be compared with. */
  addValues(values: readonly unknown[]): void {
    for (const text of new Set(values.filter(isScalar).map(String))) this.add(text, 1);
  }

  result(partial: boolean): LogFacets {
    const values = [...this.#counts]
      .toSorted(mostFirst)
      .slice(0, this.#limit)
      .map(([value, count]) => ({ value, count }));
    return { values, more: this.#counts.size - values.length, partial: partial || this.#isOverfull };
  }

  #hasRoomFor(value: string): boolean {
    if (this.#counts.size === MAX_COUNTED_VALUES) return false;
    if (this.#length + value.length > MAX_COUNTED_LENGTH) return false;
    this.#length += value.length;
    return true;
  }
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
