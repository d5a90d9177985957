/**
 * Remembers that somebody wanted to send and could not, so that only then anybody is woken when it can be gone on:
 * who is woken out of turn sends what little there is, in a frame of its own.
 */
export class HoldUp {
  readonly #isFree: () => boolean;
  readonly #wake: () => void;
  #isHeldUp = false;

  constructor(isFree: () => boolean, wake: () => void) {
    this.#isFree = isFree;
    this.#wake = wake;
  }

  canSend(): boolean {
    const isFree = this.#isFree();
    if (!isFree) this.#isHeldUp = true;
    return isFree;
  }

  /** To be called whenever it may be free again. */
  ease(): void {
    if (!this.#isHeldUp || !this.#isFree()) return;
    this.#isHeldUp = false;
    this.#wake();
  }
}
