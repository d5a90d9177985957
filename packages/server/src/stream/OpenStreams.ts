import { CLOSE_CODES } from '@tailrace/protocol';
import type { Identity } from '../auth/Identity.ts';

/** A stream that a client has open. */
export interface OpenStream {
  /** Entries of the store that it has yet to look at. */
  readonly lag: number;
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

/** Milliseconds after which a stream of a key that has expired is closed at the latest. */
const RECHECK_MS = 60_000;

/** The streams that are open, to close them all when the server goes away. */
export class OpenStreams {
  #recheck: NodeJS.Timeout | undefined;
  readonly #streams = new Map<OpenStream, Identity>();

  add(stream: OpenStream, identity: Identity): void {
    this.#streams.set(stream, identity);
  }

  get size(): number {
    return this.#streams.size;
  }

  /** Of the slowest: entries of the store that it has yet to look at. */
  get lag(): number {
    let lag = 0;
    for (const stream of this.#streams.keys()) lag = Math.max(lag, stream.lag);
    return lag;
  }

  delete(stream: OpenStream): void {
    this.#streams.delete(stream);
  }

  /** Asks once a minute for what `closeUnless` does: keys expire by themselves. */
  recheck(closeExpired: () => void): void {
    this.#recheck = setInterval(closeExpired, RECHECK_MS).unref();
  }

  /** Closes the streams of keys that were revoked, or have expired. */
  closeUnless(isGood: (identity: Identity) => boolean): void {
    for (const [stream, identity] of this.#streams) {
      if (!isGood(identity)) stream.close(CLOSE_CODES.unauthenticated, 'the key is not good any more');
    }
  }

  /** Tells every client to come back, and when: `reconnect_in_ms=1234`. */
  closeForRestart(): void {
    clearInterval(this.#recheck);
    for (const stream of this.#streams.keys()) {
      const delay = Math.round(Math.random() * RECONNECT_SPREAD_MS);
      stream.close(CLOSE_CODES.restarting, `reconnect_in_ms=${delay}`);
    }
  }
}
