import { setBackgroundTimeout } from '../backgroundTimer.ts';

/** A wait that can be cut short. What was called before the wait began counts, too. */
export class Sleeper {
  /** 0: nobody called, 1: there are news, 2: circumstances have changed. */
  #called = 0;
  #wake: (() => void) | undefined;

  /**
   * @param ms milliseconds
   * @param newsToo whether news end the wait, and not only changed circumstances
   */
  async sleep(ms: number, newsToo: boolean): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setBackgroundTimeout(resolve, ms);
      this.#wake = () => {
        if (this.#called < (newsToo ? 1 : 2)) return;
        clearTimeout(timer);
        resolve();
      };
      this.#wake();
    });
    this.#called = 0;
  }

  /** There are news. */
  call(): void {
    this.#called ||= 1;
    this.#wake?.();
  }

  /** Circumstances have changed. */
  rouse(): void {
    this.#called = 2;
    this.#wake?.();
  }
}
