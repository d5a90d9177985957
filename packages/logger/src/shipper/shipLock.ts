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
  readonly onRole: (role: ShipRole) => void;
  /** Asks the leader for a sign of life. */
  readonly ping: () => void;
  /** @default `navigator.locks`, where there are such */
  readonly locks?: LockManager | undefined;
}

/** Makes one tab the leader. Leadership passes on when the tab closes or crashes, and is taken from one that is stopped. */
export class ShipLock {
  readonly #options: ShipLockOptions;
  readonly #locks: LockManager | undefined;
  readonly #timer: ReturnType<typeof setInterval> | undefined;
  #role: ShipRole = 'follower';
  #request: AbortController | undefined;
  #release: (() => void) | undefined;
  #lastSign = performance.now();
  #lastTick = performance.now();

  constructor(options: ShipLockOptions) {
    this.#options = options;
    this.#locks = 'locks' in options ? options.locks : globalThis.navigator?.locks;
    if (this.#locks) this.#timer = setInterval(() => this.#tick(), PING_MS);
    this.join();
  }

  get role(): ShipRole {
    return this.#role;
  }

  /** The leader has been heard. */
  heard(): void {
    this.#lastSign = performance.now();
  }

  /** Stands in line for the lead. */
  join(): void {
    if (!this.#locks) return this.#become('alone');
    if (this.#request || this.#role === 'leader') return;
    this.heard();
    this.#request = new AbortController();
    this.#hold({ signal: this.#request.signal });
  }

  /** Steps down, and leaves the line: a page in the back/forward cache must hold no lock. */
  leave(): void {
    this.#request?.abort();
    this.#request = undefined;
    this.#release?.();
    if (this.#role === 'leader') this.#become('follower');
  }

  close(): void {
    clearInterval(this.#timer);
    this.leave();
  }

  #hold(options: LockOptions): void {
    const granted = () => {
      this.#request = undefined;
      this.#become('leader');
      return new Promise<void>((resolve) => {
        this.#release = resolve;
      });
    };
    const request = this.#locks!.request(this.#options.name, options, granted);
    request.catch(() => {
      // Aborted by `leave` or by a steal of our own, or stolen from us: only the last makes a leader a follower.
      if (this.#role !== 'leader' || options.signal?.aborted) return;
      this.#release = undefined;
      this.#become('follower');
      this.join();
    });
  }

  #tick(): void {
    const now = performance.now();
    // This tab may have been the one that stood still: then nobody's silence means anything.
    const stoodStill = now - this.#lastTick > 2 * PING_MS;
    this.#lastTick = now;
    if (stoodStill) this.heard();
    if (this.#role === 'leader' || !this.#request) return;
    if (now - this.#lastSign > LEASE_MS) {
      this.#request.abort();
      this.#request = undefined;
      this.heard();
      this.#hold({ steal: true });
    } else {
      this.#options.ping();
    }
  }

  #become(role: ShipRole): void {
    if (role === this.#role) return;
    this.#role = role;
    this.#options.onRole(role);
  }
}
