import { CLOSE_CODES } from '@tailrace/protocol';

/** A stream that a client has open. */
export interface OpenStream {
  /** Takes what the client sent. */
  receive(frame: unknown): void;
  /** The client answered a ping. */
  heard(): void;
  close(code: number, reason: string): void;
  /** The connection is gone: lets go of everything. */
  stop(): void;
}

/** Milliseconds over which clients come back after a restart, each at a random time. */
const RECONNECT_SPREAD_MS = 3000;

/** The streams that are open, to close them all when the server goes away. */
export class OpenStreams {
  readonly #streams = new Set<OpenStream>();

  add(stream: OpenStream): void {
    this.#streams.add(stream);
  }

  delete(stream: OpenStream): void {
    this.#streams.delete(stream);
  }

  /** Tells every client to come back, and when: `reconnect_in_ms=1234`. */
  closeForRestart(): void {
    for (const stream of this.#streams) {
      const delay = Math.round(Math.random() * RECONNECT_SPREAD_MS);
      stream.close(CLOSE_CODES.restarting, `reconnect_in_ms=${delay}`);
    }
  }
}
