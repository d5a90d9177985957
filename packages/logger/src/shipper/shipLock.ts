/** `alone`: there are no locks here, so each tab ships for itself. */
export type ShipRole = 'leader' | 'follower' | 'alone';

/** Milliseconds of a leader's silence after which it is taken for stopped; its lock would never pass on. */
export const LEASE_MS = 15_000;
/** Milliseconds between a follower's questions whether the leader lives. */
export const PING_MS = 5000;

/** What a lock works with. */
export interface ShipLockOptions {
  /** The same in all tabs that ship to one destination. */
  readonly name: string;
  readonly onRole: () => void;
  /** Asks the leader for a sign of life. */
  readonly ping: () => void;
}

/**
 * Makes one tab the leader. Leadership passes on when the tab closes or crashes, and is taken from one that
 * stands still.
 */
export class ShipLock {
  role: ShipRole = 'follower';
  readonly #options: ShipLockOptions;
  readonly #timer = setInterval(() => this.#tick(), PING_MS);
  /** Undoes the request that waits, or steps down from the lead. */
  #leave: (() => void) | undefined;
  #lastSign = 0;
  #lastTick = 0;

  constructor(options: ShipLockOptions) {
    this.#options = options;
    this.join();
  }

  /** The leader has been heard. */
  heard(): void {
    this.#lastSign = performance.now();
  }

  /** Stands in line for the lead. @param steal takes the lead from who holds it */
  join(steal = false): void {
    const { locks } = navigator;
    if (!locks) return this.#become('alone');
    if (this.#leave) return;
    this.heard();
    const request = new AbortController();
    let left = false;
    this.#leave = () => {
      left = true;
      request.abort();
    };
    locks
      .request(this.#options.name, steal ? { steal } : { signal: request.signal }, () => {
        if (left) return undefined;
        this.#become('leader');
        return new Promise<void>((resolve) => {
          this.#leave = resolve;
        });
      })
      .catch(() => {
        // Left before its turn, or stolen from this tab: then it stands in line again.
        if (left) return;
        this.#leave = undefined;
        this.#become('follower');
        this.join();
      });
  }

  /** Steps down, and leaves the line: a page in the back/forward cache must hold no lock. */
  leave(): void {
    this.#leave?.();
    this.#leave = undefined;
    this.#become('follower');
  }

  close(): void {
    clearInterval(this.#timer);
    this.leave();
  }

  #tick(): void {
    const now = performance.now();
    // This tab may have been the one that stood still: then nobody's silence means anything.
    if (now - this.#lastTick > 2 * PING_MS) this.heard();
    this.#lastTick = now;
    if (this.role !== 'follower' || !this.#leave) return;
    this.#options.ping();
    if (now - this.#lastSign < LEASE_MS) return;
    this.leave();
    this.join(true);
  }

  #become(role: ShipRole): void {
    const changed = role !== this.role;
    this.role = role;
    if (changed) this.#options.onRole();
  }
}
