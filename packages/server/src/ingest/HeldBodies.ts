import { ProblemError } from '../Problem.ts';

/**
 * Bytes of requests that are held at once, from when all of it is there to its answer. Parsed, redacted and on its
 * way to the disk, a byte of text takes about five of memory.
 */
export const MAX_HELD_BYTES = 16 * 1024 ** 2;
/** Bytes of bodies that are still on their way, which are held as they came. */
export const MAX_ARRIVING_BYTES = 32 * 1024 ** 2;
/** Seconds after which whoever was refused may find room. */
const RETRY_SECONDS = '5';

/** What one request takes of the room. */
export interface HeldBody {
  /** Another piece came. @throws {ProblemError} `store_unavailable` when there is no room for it */
  readonly arrive: (bytes: number) => void;
  /** All of it is there, so large when inflated. @throws {ProblemError} `store_unavailable` when there is no room for it */
  readonly complete: (bytes: number) => void;
  /** The request is answered. */
  readonly release: () => void;
}

/**
 * Bounds what all requests to store entries take of memory. Whoever is one too many is refused before the body is
 * read, let alone parsed: on a disk that stands still, refusing must cost less than accepting.
 *
 * What is on its way is bounded apart, so that senders who never come to an end keep nobody else out.
 *
 * @example
 * const body = bodies.open();
 * try { … } finally { body.release(); }
 */
export class HeldBodies {
  readonly #onFull: () => void;
  #held = 0;
  #arriving = 0;
  #isFull = false;

  /** @param onFull told of the first that is refused, and again when there was room for all meanwhile */
  constructor(onFull: () => void) {
    this.#onFull = onFull;
  }

  /** @throws {ProblemError} `store_unavailable` when there is no room for anything more */
  open(): HeldBody {
    if (this.#held >= MAX_HELD_BYTES) throw this.#noRoom();
    let arriving = 0;
    let held = 0;
    const arrived = () => {
      this.#arriving -= arriving;
      arriving = 0;
    };
    return {
      arrive: (bytes) => {
        if (this.#arriving + bytes > MAX_ARRIVING_BYTES) throw this.#noRoom();
        this.#arriving += bytes;
        arriving += bytes;
      },
      complete: (bytes) => {
        arrived();
        if (this.#held + bytes > MAX_HELD_BYTES) throw this.#noRoom();
        this.#held += bytes;
        held += bytes;
      },
      release: () => {
        arrived();
        this.#held -= held;
        held = 0;
        if (this.#held === 0 && this.#arriving === 0) this.#isFull = false;
      },
    };
  }

  #noRoom(): ProblemError {
    if (!this.#isFull) this.#onFull();
    this.#isFull = true;
    return new ProblemError('store_unavailable', 'Too much waits to be stored: send it again later', {
      'Retry-After': RETRY_SECONDS,
    });
  }
}
