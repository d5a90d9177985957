import { MAX_UNACKNOWLEDGED_BYTES } from '@tailrace/protocol';

interface Sent {
  readonly to: number;
  readonly bytes: number;
}

/**
 * What is on its way to a client. Only what it acknowledges has arrived: what the operating system has taken may
 * lie in buffers along the way for as long as it likes.
 */
export class SendWindow {
  readonly #sent: Sent[] = [];
  #bytes = 0;

  get isOpen(): boolean {
    return this.#bytes < MAX_UNACKNOWLEDGED_BYTES;
  }

  /** @param to position at which the frame ends */
  add(to: number, bytes: number): void {
    this.#sent.push({ to, bytes });
    this.#bytes += bytes;
  }

  /** Frames arrive in the order of their sending, so that with one all before it have arrived too. */
  acknowledge(position: number): void {
    const last = this.#sent.findLastIndex(({ to }) => to <= position);
    for (const { bytes } of this.#sent.splice(0, last + 1)) this.#bytes -= bytes;
  }
}
