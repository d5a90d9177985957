/** A wait that can be cut short. What came before the wait began counts, too. */
export class Sleeper {
  #calls: 'none' | 'soft' | 'hard' = 'none';
  #wake: ((hard: boolean) => void) | undefined;

  /**
   * Waits.
   *
   * @param ms milliseconds
   * @param soft whether `call` ends the wait, and not only `call({ hard: true })`
   */
  async sleep(ms: number, soft: boolean): Promise<void> {
    const early = this.#calls === 'hard' || (soft && this.#calls === 'soft');
    if (!early) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        // A sleeping logger does not keep a Node process alive.
        (timer as { unref?: () => void }).unref?.();
        this.#wake = (hard) => {
          if (!hard && !soft) return;
          clearTimeout(timer);
          resolve();
        };
      });
      this.#wake = undefined;
    }
    this.#calls = 'none';
  }

  call({ hard = false } = {}): void {
    if (hard || this.#calls === 'none') this.#calls = hard ? 'hard' : 'soft';
    this.#wake?.(hard);
  }
}
