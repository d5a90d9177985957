/** UTF-16 code units of JSON that are worked on in one turn of the event loop: two milliseconds, or less. */
export const TURN_LENGTH = 48 * 1024;

interface Waiting {
  readonly length: number;
  readonly resolve: () => void;
}

/**
 * Divides the event loop among the requests: in each of its turns as much is worked on as takes a few
 * milliseconds, so that however much is sent at once, streams and other requests come in between.
 *
 * @example
 * await turns.take(line.length);
 * const entry = JSON.parse(line);
 */
export class Turns {
  readonly #waiting: Waiting[] = [];
  /** What was given out in this turn. */
  #length = 0;
  #isTurning = false;

  /** Resolves when there is room for a piece of work; what is larger than a turn gets one for itself. */
  async take(length: number): Promise<void> {
    if (this.#waiting.length === 0 && this.#hasRoom(length)) return this.#give(length);
    return new Promise((resolve) => {
      this.#waiting.push({ length, resolve });
    });
  }

  /** Does something with each member of a list, in as many turns as it takes. */
  async map<T, R>(list: readonly T[], lengthOf: (member: T) => number, work: (member: T) => R): Promise<R[]> {
    const results: R[] = [];
    let next = 0;
    while (next < list.length) {
      let length = lengthOf(list[next]!);
      let end = next + 1;
      for (; end < list.length && length < TURN_LENGTH; end += 1) length += lengthOf(list[end]!);
      await this.take(length);
      for (; next < end; next += 1) results.push(work(list[next]!));
    }
    return results;
  }

  #hasRoom(length: number): boolean {
    return this.#length === 0 || this.#length + length <= TURN_LENGTH;
  }

  #give(length: number): void {
    this.#length += length;
    if (this.#isTurning) return;
    this.#isTurning = true;
    setImmediate(() => this.#turn());
  }

  #turn(): void {
    this.#isTurning = false;
    this.#length = 0;
    while (this.#waiting.length > 0 && this.#hasRoom(this.#waiting[0]!.length)) {
      const { length, resolve } = this.#waiting.shift()!;
      this.#give(length);
      resolve();
    }
  }
}
