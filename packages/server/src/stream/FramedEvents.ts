import { DEFAULT_BATCH_MS, type LogFilter, type StreamStart } from '@tailrace/protocol';
import { FrameSender } from './FrameSender.ts';
import { HoldUp } from './HoldUp.ts';
import { KeepAlive } from './KeepAlive.ts';
import type { OpenStream } from './OpenStreams.ts';
import { startOf } from './startOf.ts';
import { createStreamFilter, type StreamReader } from './StreamFilter.ts';
import { MAX_QUEUED_BYTES } from './streamLimits.ts';
import type { StreamSocket } from './StreamSocket.ts';
import type { StreamSources } from './StreamSources.ts';
import { Subscription } from './Subscription.ts';

/** Name of the only subscription that a stream has whose client cannot speak. */
const SUBSCRIPTION_ID = 'sse';

/** What a client asked for by its URL. */
export interface FramedEventsRequest {
  readonly filter: LogFilter;
  readonly start: StreamStart;
  /** @default DEFAULT_BATCH_MS */
  readonly batchMs?: number;
  /** @default no limit */
  readonly maxRate?: number;
}

/**
 * The frames of a framed stream as Server-Sent Events, with one subscription. Nothing is acknowledged on it, so
 * that the operating system's taking of what was sent has to do.
 */
export class FramedEvents implements OpenStream {
  readonly #socket: StreamSocket;
  readonly #keepAlive: KeepAlive;
  readonly #subscription: Subscription;
  readonly #unfollowLevels: () => void;

  /** @throws {FrameError} `invalid_cursor` */
  constructor(
    sources: StreamSources,
    reader: StreamReader,
    socket: StreamSocket,
    { filter, start: asked, batchMs = DEFAULT_BATCH_MS, maxRate }: FramedEventsRequest,
  ) {
    const { store, feed, counts } = sources;
    const { start, resumed } = startOf(asked, sources);
    const holdUp = new HoldUp(
      () => socket.bufferedAmount < MAX_QUEUED_BYTES,
      () => this.#subscription.wake(),
    );
    const frames = new FrameSender(sources, socket, () => holdUp.ease());
    const id = SUBSCRIPTION_ID;
    const generation = 1;
    this.#socket = socket;
    this.#keepAlive = new KeepAlive(socket, () => frames.heartbeat());
    frames.hello(reader.tenant);
    this.#unfollowLevels = frames.followLevels(reader.tenant);
    this.#subscription = new Subscription({
      store,
      feed,
      counts,
      tenant: reader.tenant,
      filter: createStreamFilter(filter, reader),
      start,
      batchMs,
      ...(maxRate !== undefined && { maxRate }),
      sink: {
        canSend: () => holdUp.canSend(),
        logs: (phase, from, page) => void frames.logs({ id, generation, phase, from }, page),
        live: () => frames.send({ type: 'live', id }),
        gap: (from, to, count, reason) => frames.gap(id, { from, to, count, reason }),
        removed: (from, to, removed) => frames.removed(id, from, to, removed),
        failed: (error) => frames.storeFailed(id, error),
      },
    });
    frames.send({ type: 'subscribed', id, generation, resumed });
    this.#subscription.wake();
  }

  get lag(): number {
    return this.#subscription.lag;
  }

  heard(): void {
    this.#keepAlive.heard();
  }

  receive(): void {
    // Nothing ever comes this way.
  }

  close(code: number, reason: string): void {
    this.#subscription.stop();
    this.#socket.close(code, reason);
  }

  stop(): void {
    this.#keepAlive.stop();
    this.#unfollowLevels();
    this.#subscription.stop();
  }
}
