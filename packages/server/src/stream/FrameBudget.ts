import { MAX_CLIENT_FRAMES_PER_SECOND, MAX_SUBSCRIPTIONS } from '@tailrace/protocol';

/** A client that comes back begins all its subscriptions at once. */
const BURST = MAX_CLIENT_FRAMES_PER_SECOND + MAX_SUBSCRIPTIONS;

/** Token bucket over the frames that a client sends. */
export class FrameBudget {
  #tokens = BURST;
  #at = performance.now();

  /** @returns false when there was one too many */
  take(): boolean {
    const now = performance.now();
    this.#tokens = Math.min(BURST, this.#tokens + ((now - this.#at) * MAX_CLIENT_FRAMES_PER_SECOND) / 1000);
    this.#at = now;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
