/** Whether the server is going away, and what it still has to finish. */
export class Lifecycle {
  #isDraining = false;
  #running = 0;
  #onIdle: (() => void) | undefined;

  /** Nothing new is taken any more. */
  get isDraining(): boolean {
    return this.#isDraining;
  }

  /** Holds the drain up until the work is done. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    this.#running += 1;
    try {
      return await work();
    } finally {
      this.#running -= 1;
      if (this.#running === 0) this.#onIdle?.();
    }
  }

  /** Takes nothing new, and resolves when what runs is done. */
  async drain(): Promise<void> {
    this.#isDraining = true;
    if (this.#running > 0) await new Promise<void>((resolve) => (this.#onIdle = resolve));
  }
}
