/** Prints values of any kind as JSON text. It never throws, and what it prints `JSON.parse` reads. */
export interface ValuePrinter {
  /** @returns `null` for what JSON leaves out */
  readonly value: (value: unknown, budget?: number) => string;
  /** In the shape of `LogError`. */
  readonly error: (error: unknown, budget?: number) => string;
}
