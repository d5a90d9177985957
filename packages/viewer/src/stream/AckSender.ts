/** Milliseconds after which what was taken over is acknowledged. */
export const ACK_DELAY_MS = 250;
/** Characters of frames after which that is done sooner: a quarter of the server's send window. */
export const ACK_CHARACTERS = 256 * 1024;
/** Milliseconds between two acknowledgements at least: a server takes 20 messages a second. */
export const ACK_INTERVAL_MS = 100;

/**
 * Acknowledges frames in batches. The server holds back what exceeds its window of unacknowledged frames;
 * this is how it knows a reader that cannot keep up.
 */
export class AckSender {
  readonly #send: (cursor: string) => void;
  #cursor = '';
  #characters = 0;
  #lastSent = -Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dueAt = 0;

  constructor(send: (cursor: string) => void) {
    this.#send = send;
  }

  /** Notes that a frame has been handed on. */
  took(cursor: string, characters: number): void {
    this.#cursor = cursor;
    this.#characters += characters;
    const now = performance.now();
    const wait = this.#characters >= ACK_CHARACTERS ? this.#lastSent + ACK_INTERVAL_MS - now : ACK_DELAY_MS;
    const dueAt = now + Math.max(0, wait);
    if (this.#timer !== undefined && this.#dueAt <= dueAt) return;
    clearTimeout(this.#timer);
    this.#dueAt = dueAt;
    this.#timer = setTimeout(() => this.#flush(), dueAt - now);
  }

  /** Forgets what is not yet acknowledged: the connection is gone. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#characters = 0;
  }

  #flush(): void {
    this.stop();
    this.#lastSent = performance.now();
    this.#send(this.#cursor);
  }
}
