/** Milliseconds between two acknowledgements: a server takes 20 messages a second. */
const ACK_INTERVAL_MS = 100;

/** Acknowledges the newest of what came within a while, as real clients do. */
export class AckSender {
  readonly #send: (cursor: string) => void;
  #cursor = '';
  #timer: NodeJS.Timeout | undefined;

  constructor(send: (cursor: string) => void) {
    this.#send = send;
  }

  took(cursor: string): void {
    this.#cursor = cursor;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#send(this.#cursor);
    }, ACK_INTERVAL_MS);
  }

  /** Forgets what is not yet acknowledged: the connection is gone. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
