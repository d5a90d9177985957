import {
  DEFAULT_BATCH_MS,
  formatCursor,
  type LogFilter,
  type PlainFormat,
  type StreamStart,
} from '@tailrace/protocol';
import { KeepAlive } from './KeepAlive.ts';
import type { FeedPage } from './FeedPage.ts';
import type { OpenStream } from './OpenStreams.ts';
import { startOf } from './startOf.ts';
import { createStreamFilter, type StreamReader } from './StreamFilter.ts';
import { MAX_QUEUED_BYTES } from './streamLimits.ts';
import type { StreamSocket } from './StreamSocket.ts';
import type { StreamSources } from './StreamSources.ts';
import { Subscription } from './Subscription.ts';

/** What a plain client asked for by its URL. */
export interface PlainRequest {
  readonly filter: LogFilter;
  readonly start: StreamStart;
  readonly format: PlainFormat;
  /** @default DEFAULT_BATCH_MS */
  readonly batchMs?: number;
}

/**
 * A plain stream: one JSON object a message, the last entries first. It has no way to tell of a gap, and so a
 * slow client misses nothing: it gets everything from the store, later.
 */
export class PlainStream implements OpenStream {
  readonly #sources: StreamSources;
  readonly #socket: StreamSocket;
  readonly #format: PlainFormat;
  readonly #keepAlive: KeepAlive;
  readonly #subscription: Subscription;

  constructor(
    sources: StreamSources,
    reader: StreamReader,
    socket: StreamSocket,
    { filter, start, format, batchMs = DEFAULT_BATCH_MS }: PlainRequest,
  ) {
    const { store, feed, counts, log } = sources;
    this.#sources = sources;
    this.#socket = socket;
    this.#format = format;
    this.#keepAlive = new KeepAlive(socket);
    this.#subscription = new Subscription({
      store,
      feed,
      counts,
      tenant: reader.tenant,
      filter: createStreamFilter(filter, reader),
      start: startOf(start, sources).start,
      batchMs,
      sink: {
        canSend: () => socket.bufferedAmount < MAX_QUEUED_BYTES,
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
    this.#subscription.stop();
    this.#socket.close(code, reason);
  }

  stop(): void {
    this.#keepAlive.stop();
    this.#subscription.stop();
  }

  #send(page: FeedPage): void {
    const { printer, store } = this.#sources;
    if (page.texts.length === 0) return this.#socket.mark(formatCursor(store.epoch, page.to));
    return this.#socket.sendPage(printer.print(page, this.#format), () => this.#subscription.wake());
  }
}
