import { CLOSE_CODES } from '@tailrace/protocol';
import type { StreamKind } from './StreamSocket.ts';
import type { StreamReader } from './StreamFilter.ts';
import { Tally } from './Tally.ts';

/** A stream that a client has open. */
export interface OpenStream {
  /** Entries of the store that it has yet to look at. */
  readonly lag: number;
  /** Takes what the client sent. */
  receive(frame: unknown): void;
  /** The client gave a sign of life. */
  heard(): void;
  close(code: number, reason: string): void;
  /** The connection is gone: lets go of everything. */
  stop(): void;
}

/** Whose a stream is, and what it is counted by. */
export interface StreamHolder extends StreamReader {
  readonly kind: StreamKind;
  /** Tells one key from another. */
  readonly key: string;
  /** IP address of the client, or of the proxy before it. */
  readonly address: string;
  /** The jobs that it was opened for, if for any in particular. */
  readonly jobRunIds: readonly string[];
  /** Tells whether the key is still good for it. */
  isPermitted(): boolean;
}

/** How many streams may be open at a time; 0 is no limit. */
export interface StreamQuota {
  readonly perKey: number;
  readonly perAddress: number;
}

/** Milliseconds over which clients come back after a restart, each at a random time. */
const RECONNECT_SPREAD_MS = 3000;
/** Milliseconds after which the keys of open streams are looked at again. */
export const RECHECK_MS = 60_000;

/** Reason with which a stream is closed whose key was revoked or has expired. */
export const KEY_IS_GONE = 'the key is not good any more';

/** The streams that are open. */
export class OpenStreams {
  readonly #quota: StreamQuota;
  readonly #streams = new Map<OpenStream, StreamHolder>();
  readonly #byKey = new Tally();
  readonly #byAddress = new Tally();
  #recheck: NodeJS.Timeout | undefined;

  constructor(quota: StreamQuota) {
    this.#quota = quota;
  }

  /**
   * Tells why one more stream would be too many.
   *
   * @returns `undefined` when it is not
   */
  refusal({ key, address }: Pick<StreamHolder, 'key' | 'address'>): string | undefined {
    const { perKey, perAddress } = this.#quota;
    if (perKey > 0 && this.#byKey.of(key) >= perKey) {
      return `a key has at most ${perKey} streams open`;
    }
    if (perAddress > 0 && this.#byAddress.of(address) >= perAddress) {
      return `an address has at most ${perAddress} streams open`;
    }
    return undefined;
  }

  add(stream: OpenStream, holder: StreamHolder): void {
    this.#streams.set(stream, holder);
    this.#byKey.add(holder.key);
    this.#byAddress.add(holder.address);
    this.#recheck ??= setInterval(() => this.closeForbidden(), RECHECK_MS);
  }

  delete(stream: OpenStream): void {
    const holder = this.#streams.get(stream);
    if (!holder) return;
    this.#streams.delete(stream);
    this.#byKey.remove(holder.key);
    this.#byAddress.remove(holder.address);
    if (this.#streams.size > 0) return;
    clearInterval(this.#recheck);
    this.#recheck = undefined;
  }

  /** Whose streams are open. */
  holders(): Iterable<StreamHolder> {
    return this.#streams.values();
  }

  /** Of the slowest: entries of the store that it has yet to look at. */
  get lag(): number {
    let lag = 0;
    for (const stream of this.#streams.keys()) lag = Math.max(lag, stream.lag);
    return lag;
  }

  /** Closes the streams whose keys were revoked or have expired. It is done by itself, but later. */
  closeForbidden(): void {
    for (const [stream, holder] of this.#streams) {
      if (!holder.isPermitted()) stream.close(CLOSE_CODES.unauthenticated, KEY_IS_GONE);
    }
  }

  /** Tells every client to come back, and when: `reconnect_in_ms=1234`. */
  closeForRestart(): void {
    for (const stream of this.#streams.keys()) {
      const delay = Math.round(Math.random() * RECONNECT_SPREAD_MS);
      stream.close(CLOSE_CODES.restarting, `reconnect_in_ms=${delay}`);
    }
  }
}
