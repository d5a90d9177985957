/**
 * Tells the app what is wrong with the logger itself, each kind of problem once: a logger that fills the
 * console, or logs its own failures in a circle, is worse than none.
 */
export class ErrorReporter {
  readonly #reported = new Set<string>();
  readonly #onError: ((error: Error) => void) | undefined;

  constructor(onError: ((error: Error) => void) | undefined) {
    this.#onError = onError;
  }

  report(problem: string, cause?: unknown): void {
    if (this.#reported.has(problem)) return;
    this.#reported.add(problem);
    const error = new Error(`Tailrace logger: ${problem}`, { cause });
    try {
      if (this.#onError) this.#onError(error);
      // The console is the only place left where a logger can speak of itself.
      // oxlint-disable-next-line no-console
      else console.warn(error.message, ...(cause === undefined ? [] : [cause]));
    } catch {
      // The app's own listener threw; there is nobody else to tell.
    }
  }
}
