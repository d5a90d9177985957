import { DEFAULT_BATCH_MS, MAX_UNACKNOWLEDGED_BYTES } from '@tailrace/protocol';
import { KeepAlive } from './KeepAlive.ts';
import type { FeedPage } from './LiveFeed.ts';
import type { OpenStream } from './OpenStreams.ts';
import type { PlainPrinter } from './plainFormats.ts';
import type { StreamFilter } from './StreamFilter.ts';
import type { StreamSources } from './StreamSession.ts';
import type { StreamSocket } from './StreamSocket.ts';
import { Subscription } from './Subscription.ts';

/**
 * A plain stream: one JSON object a message, the last entries first. It has no way to tell of a gap, and so a
 * slow client misses nothing: it gets everything from the store, later.
 */
export class PlainStream implements OpenStream {
  readonly #socket: StreamSocket;
  readonly #print: PlainPrinter;
  readonly #keepAlive: KeepAlive;
  readonly #subscription: Subscription;

  constructor(
    { store, feed, bufferSize, log }: StreamSources,
    tenant: string,
    socket: StreamSocket,
    filter: StreamFilter,
    print: PlainPrinter,
  ) {
    this.#socket = socket;
    this.#print = print;
    this.#keepAlive = new KeepAlive(socket);
    this.#subscription = new Subscription({
      store,
      feed,
      tenant,
      filter,
      start: { last: bufferSize },
      batchMs: DEFAULT_BATCH_MS,
      sink: {
        canSend: () => socket.bufferedAmount < MAX_UNACKNOWLEDGED_BYTES,
        logs: (_phase, _from, page) => this.#send(page),
        live: () => undefined,
        failed: (error) => log.error('A stream could not read the store', { error: String(error) }),
      },
    });
    this.#subscription.wake();
  }

  get lag(): number {
    return this.#subscription.lag;
  }

  heard(): void {
    this.#keepAlive.heard();
  }

  /** A plain client has nothing to say; that it speaks shows that it lives. */
  receive(): void {
    this.#keepAlive.heard();
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  stop(): void {
    this.#keepAlive.stop();
    this.#subscription.stop();
  }

  #send({ texts }: FeedPage): void {
    const last = texts.length - 1;
    texts.forEach((text, i) => {
      this.#socket.send(this.#print(text), i === last ? () => this.#subscription.wake() : undefined);
    });
  }
}
