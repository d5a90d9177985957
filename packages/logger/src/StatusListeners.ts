import { setBackgroundTimeout } from './backgroundTimer.ts';
import type { LoggerStatus } from './LoggerStatus.ts';
import type { SelfReport } from './selfReport.ts';

/** Milliseconds between two calls of a listener, at least. */
const NOTIFY_MS = 100;

/** Tells listeners of changes, many changes at once. While nobody listens, a change costs nothing. */
export class StatusListeners {
  readonly #listeners = new Set<(status: LoggerStatus) => void>();
  readonly #read: () => LoggerStatus;
  readonly #report: SelfReport;
  #scheduled = false;

  constructor(read: () => LoggerStatus, report: SelfReport) {
    this.#read = read;
    this.#report = report;
  }

  add(listener: (status: LoggerStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(): void {
    if (this.#scheduled || this.#listeners.size === 0) return;
    this.#scheduled = true;
    setBackgroundTimeout(() => {
      this.#scheduled = false;
      const status = this.#read();
      for (const listener of this.#listeners) {
        try {
          listener(status);
        } catch (error) {
          this.#report('a status listener throws.', error);
        }
      }
    }, NOTIFY_MS);
  }
}
