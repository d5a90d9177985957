import type { LoggerStatus } from './LoggerStatus.ts';

/** Milliseconds between two calls of a listener, at least. */
const NOTIFY_MS = 100;

/** Tells listeners of changes, many changes at once. While nobody listens, a change costs nothing. */
export class StatusListeners {
  readonly #listeners = new Set<(status: LoggerStatus) => void>();
  readonly #read: () => LoggerStatus;
  readonly #onFailure: (error: unknown) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param onFailure is given what a listener throws */
  constructor(read: () => LoggerStatus, onFailure: (error: unknown) => void) {
    this.#read = read;
    this.#onFailure = onFailure;
  }

  add(listener: (status: LoggerStatus) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  changed(): void {
    if (this.#timer !== undefined || this.#listeners.size === 0) return;
    this.#timer = setTimeout(() => this.#notify(), NOTIFY_MS);
    (this.#timer as { unref?: () => void }).unref?.();
  }

  #notify(): void {
    this.#timer = undefined;
    const status = this.#read();
    for (const listener of this.#listeners) {
      try {
        listener(status);
      } catch (error) {
        this.#onFailure(error);
      }
    }
  }
}
