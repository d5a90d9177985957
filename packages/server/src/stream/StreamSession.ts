import {
  CLOSE_CODES,
  DEFAULT_BATCH_MS,
  EVERYTHING,
  formatCursor,
  HEARTBEAT_MS,
  MAX_CLIENT_FRAMES_PER_SECOND,
  MAX_SUBSCRIPTIONS,
  MAX_UNACKNOWLEDGED_BYTES,
  PROTOCOL_VERSION,
  type ClientMessage,
  type LogFilter,
  type ServerMessage,
  type StreamErrorCode,
  type SubscribeMessage,
} from '@tailrace/protocol';
import type { Identity } from '../auth/Identity.ts';
import type { ServerLog } from '../ServerLog.ts';
import type { RuntimeLevels } from '../settings/RuntimeLevels.ts';
import type { LogStore } from '../store/LogStore.ts';
import { FrameError, parseFrame, readCursor, readFilter } from './clientFrames.ts';
import { FrameBudget } from './FrameBudget.ts';
import { KeepAlive } from './KeepAlive.ts';
import type { FeedPage, LiveFeed } from './LiveFeed.ts';
import type { OpenStream } from './OpenStreams.ts';
import { SendWindow } from './SendWindow.ts';
import { STREAM_LIMITS } from './streamLimits.ts';
import type { StreamSocket } from './StreamSocket.ts';
import { Subscription, type SubscriptionSink, type SubscriptionStart } from './Subscription.ts';

/** What all streams of a server share. */
export interface StreamSources {
  readonly store: LogStore;
  readonly feed: LiveFeed;
  readonly levels: RuntimeLevels;
  /** Entries that a stream begins with which cannot be resumed where it asks. */
  readonly bufferSize: number;
  readonly log: ServerLog;
  /** Told how many entries a slow subscriber did not get. */
  readonly onGap?: (count: number) => void;
}

/** Whose stream it is, and what it may show. */
export type StreamReader = Pick<Identity, 'tenant' | 'permission'>;

interface Subscribed {
  readonly subscription: Subscription;
  generation: number;
}

/** A framed stream (`tailrace.v1`): any number of subscriptions over one socket. */
export class StreamSession implements OpenStream {
  readonly #sources: StreamSources;
  readonly #tenant: string;
  readonly #permission: LogFilter;
  readonly #socket: StreamSocket;
  readonly #keepAlive: KeepAlive;
  readonly #budget = new FrameBudget();
  readonly #window = new SendWindow();
  readonly #subscribed = new Map<string, Subscribed>();
  readonly #unfollowLevels: () => void;
  #isClosing = false;

  constructor(sources: StreamSources, reader: StreamReader, socket: StreamSocket) {
    const { tenant, permission = EVERYTHING } = reader;
    this.#sources = sources;
    this.#tenant = tenant;
    this.#permission = permission;
    this.#socket = socket;
    this.#keepAlive = new KeepAlive(socket, () => {
      this.#send({ type: 'heartbeat', head: this.#cursor(this.#sources.feed.head) });
    });
    this.#send({
      type: 'hello',
      version: PROTOCOL_VERSION,
      epoch: sources.store.epoch,
      heartbeat_ms: HEARTBEAT_MS,
      limits: STREAM_LIMITS,
      levels: sources.levels.of(tenant),
    });
    this.#unfollowLevels = sources.levels.follow(tenant, (settings) => {
      this.#send({ type: 'levels', ...settings });
    });
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
      this.#fail('too_many_messages', `Send at most ${MAX_CLIENT_FRAMES_PER_SECOND} frames a second`);
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
      this.#fail(error.code, error.message, id);
    }
  }

  close(code: number, reason: string): void {
    this.#isClosing = true;
    this.#socket.close(code, reason);
  }

  stop(): void {
    this.#keepAlive.stop();
    this.#unfollowLevels();
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
      case 'ping':
        return this.#send({ type: 'heartbeat', head: this.#cursor(this.#sources.feed.head) });
    }
  }

  #subscribe(message: SubscribeMessage): void {
    const { id, filter = '', batch_ms: batchMs = DEFAULT_BATCH_MS } = message;
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
    const streamFilter = readFilter(filter, this.#permission);
    const { start, resumed } = this.#startOf(message);
    const { store, feed } = this.#sources;
    const subscription = new Subscription({
      store,
      feed,
      tenant: this.#tenant,
      filter: streamFilter,
      start,
      batchMs,
      sink: this.#sinkOf(id),
    });
    this.#subscribed.set(id, { subscription, generation: 1 });
    this.#send({ type: 'subscribed', id, generation: 1, resumed });
    subscription.wake();
  }

  /** A cursor that means nothing here, or not yet, gets what a stream without one would: the last entries. */
  #startOf({ after, last }: SubscribeMessage): { start: SubscriptionStart; resumed: boolean } {
    const { store, feed, bufferSize } = this.#sources;
    if (last !== undefined) return { start: { last }, resumed: true };
    if (after === 'now') return { start: { after: feed.head }, resumed: true };
    const cursor = readCursor(after);
    return cursor.epoch === store.epoch && cursor.position <= feed.head
      ? { start: { after: cursor.position }, resumed: true }
      : { start: { last: bufferSize }, resumed: false };
  }

  #update(id: string, filter: string): void {
    const subscribed = this.#find(id);
    const streamFilter = readFilter(filter, this.#permission);
    subscribed.generation += 1;
    this.#send({ type: 'subscribed', id, generation: subscribed.generation, resumed: true });
    subscribed.subscription.setFilter(streamFilter);
  }

  #acknowledge(text: string): void {
    const { epoch, position } = readCursor(text);
    if (epoch !== this.#sources.store.epoch) {
      throw new FrameError('invalid_cursor', 'This cursor is not from this stream');
    }
    this.#window.acknowledge(position);
    if (!this.#window.isOpen) return;
    for (const { subscription } of this.#subscribed.values()) subscription.wake();
  }

  #find(id: string): Subscribed {
    const subscribed = this.#subscribed.get(id);
    if (!subscribed) throw new FrameError('unknown_subscription', 'There is no subscription with this id');
    return subscribed;
  }

  #sinkOf(id: string): SubscriptionSink {
    return {
      // Acknowledgements are the client's word; what lies in this process it cannot talk away.
      canSend: () => this.#window.isOpen && this.#socket.bufferedAmount < MAX_UNACKNOWLEDGED_BYTES,
      logs: (phase, from, page) => this.#sendLogs(id, phase, from, page),
      live: () => this.#send({ type: 'live', id }),
      gap: (from, to, count) => {
        this.#sources.onGap?.(count);
        const [fromCursor, toCursor] = [this.#cursor(from), this.#cursor(to)];
        this.#send({ type: 'gap', id, from: fromCursor, to: toCursor, count, reason: 'slow' });
      },
      failed: (error) => {
        this.#sources.log.error('A stream could not read the store', { error: String(error) });
        this.#fail('store_unavailable', 'The store could not be read; it is tried again', id);
      },
    };
  }

  /** Only the beginning is this subscription's own; the entries are encoded once for all that get them. */
  #sendLogs(id: string, phase: 'replay' | 'live', from: number, page: FeedPage): void {
    const generation = this.#subscribed.get(id)?.generation ?? 0;
    const own = { type: 'logs', id, generation, phase, from: this.#cursor(from), to: this.#cursor(page.to) };
    const frame = Buffer.concat([Buffer.from(`${JSON.stringify(own).slice(0, -1)},`), page.encoded]);
    this.#window.add(page.to, frame.length);
    this.#socket.send(frame);
  }

  #fail(code: StreamErrorCode, message: string, id?: string): void {
    this.#send({ type: 'error', code, message, ...(id !== undefined && { id }) });
  }

  #send(message: ServerMessage): void {
    this.#socket.send(JSON.stringify(message));
  }

  #cursor(position: number): string {
    return formatCursor(this.#sources.store.epoch, position);
  }
}
