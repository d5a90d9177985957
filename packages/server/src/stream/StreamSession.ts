import {
  CLOSE_CODES,
  DEFAULT_BATCH_MS,
  MAX_CLIENT_FRAMES_PER_SECOND,
  MAX_SUBSCRIPTIONS,
  type ClientMessage,
  type SubscribeMessage,
} from '@tailrace/protocol';
import { FrameError, parseFrame, readCursor, readFilter } from './clientFrames.ts';
import { FrameBudget } from './FrameBudget.ts';
import { KeepAlive } from './KeepAlive.ts';
import { FrameSender } from './FrameSender.ts';
import { HoldUp } from './HoldUp.ts';
import type { StreamReader } from './StreamFilter.ts';
import type { StreamSources } from './StreamSources.ts';
import type { OpenStream } from './OpenStreams.ts';
import { SendWindow } from './SendWindow.ts';
import { startOf } from './startOf.ts';
import { StreamAnalyses } from './StreamAnalyses.ts';
import { MAX_QUEUED_BYTES } from './streamLimits.ts';
import type { StreamSocket } from './StreamSocket.ts';
import { Subscription, type SubscriptionSink } from './Subscription.ts';

interface Subscribed {
  readonly subscription: Subscription;
  generation: number;
}

/** A framed stream (`tailrace.v1`): any number of subscriptions over one WebSocket. */
export class StreamSession implements OpenStream {
  readonly #sources: StreamSources;
  readonly #reader: StreamReader;
  readonly #socket: StreamSocket;
  readonly #frames: FrameSender;
  readonly #keepAlive: KeepAlive;
  readonly #budget = new FrameBudget();
  readonly #window = new SendWindow();
  readonly #holdUp: HoldUp;
  readonly #subscribed = new Map<string, Subscribed>();
  readonly #analyses: StreamAnalyses;
  readonly #unfollowLevels: () => void;
  #isClosing = false;

  constructor(sources: StreamSources, reader: StreamReader, socket: StreamSocket) {
    this.#sources = sources;
    this.#reader = reader;
    this.#socket = socket;
    // Acknowledgements are the client's word; what lies in this process it cannot talk away.
    this.#holdUp = new HoldUp(
      () => this.#window.isOpen && socket.bufferedAmount < MAX_QUEUED_BYTES,
      () => this.#wakeAll(),
    );
    this.#frames = new FrameSender(sources, socket, () => this.#holdUp.ease());
    this.#keepAlive = new KeepAlive(socket, () => this.#frames.heartbeat());
    this.#analyses = new StreamAnalyses(sources, reader, (message) => this.#frames.send(message));
    this.#frames.hello(reader.tenant);
    this.#unfollowLevels = this.#frames.followLevels(reader.tenant);
  }

  get lag(): number {
    let lag = 0;
    for (const { subscription } of this.#subscribed.values()) lag = Math.max(lag, subscription.lag);
    return lag;
  }

  heard(): void {
    this.#keepAlive.heard();
  }

  /** Takes what the client sent. Nothing that it sends ends more than its own stream. */
  receive(frame: unknown): void {
    this.#keepAlive.heard();
    if (this.#isClosing) return;
    if (!this.#budget.take()) {
      this.#frames.fail('too_many_messages', `Send at most ${MAX_CLIENT_FRAMES_PER_SECOND} frames a second`);
      this.close(CLOSE_CODES.tooMany, 'too many messages');
      return;
    }
    let id: string | undefined;
    try {
      const message = parseFrame(frame);
      if ('id' in message) ({ id } = message);
      this.#handle(message);
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      if (!this.#analyses.refuse(error)) this.#frames.fail(error.code, error.message, id);
    }
  }

  close(code: number, reason: string): void {
    this.#isClosing = true;
    this.#socket.close(code, reason);
  }

  stop(): void {
    this.#keepAlive.stop();
    this.#unfollowLevels();
    this.#analyses.stop();
    for (const { subscription } of this.#subscribed.values()) subscription.stop();
    this.#subscribed.clear();
  }

  #handle(message: ClientMessage): void {
    switch (message.type) {
      case 'subscribe':
        return this.#subscribe(message);
      case 'update':
        return this.#update(message.id, message.filter);
      case 'unsubscribe':
        this.#find(message.id).subscription.stop();
        this.#subscribed.delete(message.id);
        return undefined;
      case 'pause':
        return this.#find(message.id).subscription.pause();
      case 'resume':
        return this.#find(message.id).subscription.resume();
      case 'ack':
        return this.#acknowledge(message.cursor);
      case 'analysis_request':
        return void this.#analyses.take(message);
      case 'ping':
        return this.#frames.heartbeat();
    }
  }

  #subscribe(message: SubscribeMessage): void {
    const { id, filter = '', batch_ms: batchMs = DEFAULT_BATCH_MS, max_rate: maxRate } = message;
    if (this.#subscribed.has(id)) {
      throw new FrameError(
        'duplicate_subscription',
        'This subscription stands already: send update, or another id',
      );
    }
    if (this.#subscribed.size >= MAX_SUBSCRIPTIONS) {
      throw new FrameError(
        'too_many_subscriptions',
        `A stream has at most ${MAX_SUBSCRIPTIONS} subscriptions`,
      );
    }
    const streamFilter = readFilter(filter, this.#reader);
    const { start, resumed } = startOf(message, this.#sources);
    const { store, feed, counts } = this.#sources;
    const subscription = new Subscription({
      store,
      feed,
      counts,
      tenant: this.#reader.tenant,
      filter: streamFilter,
      start,
      batchMs,
      ...(maxRate !== undefined && { maxRate }),
      sink: this.#sinkOf(id),
    });
    this.#subscribed.set(id, { subscription, generation: 1 });
    this.#frames.send({ type: 'subscribed', id, generation: 1, resumed });
    subscription.wake();
  }

  #update(id: string, filter: string): void {
    const subscribed = this.#find(id);
    const streamFilter = readFilter(filter, this.#reader);
    subscribed.subscription.endGap();
    subscribed.generation += 1;
    this.#frames.send({ type: 'subscribed', id, generation: subscribed.generation, resumed: true });
    subscribed.subscription.setFilter(streamFilter);
  }

  #acknowledge(text: string): void {
    const { epoch, position } = readCursor(text);
    if (epoch !== this.#sources.store.epoch) {
      throw new FrameError('invalid_cursor', 'This cursor is not from this stream');
    }
    this.#window.acknowledge(position);
    this.#holdUp.ease();
  }

  #find(id: string): Subscribed {
    const subscribed = this.#subscribed.get(id);
    if (!subscribed) throw new FrameError('unknown_subscription', 'There is no subscription with this id');
    return subscribed;
  }

  #sinkOf(id: string): SubscriptionSink {
    return {
      canSend: () => this.#holdUp.canSend(),
      logs: (phase, from, page) => {
        const generation = this.#subscribed.get(id)?.generation ?? 0;
        this.#window.add(page.to, this.#frames.logs({ id, generation, phase, from }, page));
      },
      live: () => this.#frames.send({ type: 'live', id }),
      gap: (from, to, count, reason) => this.#frames.gap(id, { from, to, count, reason }),
      removed: (from, to, removed) => this.#frames.removed(id, from, to, removed),
      failed: (error) => this.#frames.storeFailed(id, error),
    };
  }

  #wakeAll(): void {
    for (const { subscription } of this.#subscribed.values()) subscription.wake();
  }
}
