/** Numbers as the pages write them into every message. */
const MARKER = /n=(\d{6})/g;

/** Which numbered entries have arrived, and how often. */
export class ArrivalCount {
  readonly #times = new Map<number, number>();

  /** Counts every number in a body: an entry carries its own once. */
  add(text: string): void {
    for (const n of markersIn(text)) this.#times.set(n, (this.#times.get(n) ?? 0) + 1);
  }

  /** Entries of which at least one arrived. */
  get delivered(): number {
    return this.#times.size;
  }

  /** Arrivals beyond the first, of all entries together. */
  get duplicated(): number {
    return [...this.#times.values()].reduce((sum, times) => sum + times - 1, 0);
  }

  has(n: number): boolean {
    return this.#times.has(n);
  }
}

/** The numbers in a text, in their order. */
export function markersIn(text: string): number[] {
  return [...text.matchAll(MARKER)].map(([, digits]) => Number(digits));
}
