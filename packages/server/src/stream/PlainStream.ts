import {
  CLOSE_CODES,
  DEFAULT_BATCH_MS,
  formatCursor,
  MAX_CLIENT_FRAMES_PER_SECOND,
  type AnalysisResultMessage,
  type GapMessage,
  type GapReason,
  type LogFilter,
  type PlainFormat,
  type StreamErrorCode,
  type StreamErrorMessage,
  type StreamStart,
} from '@tailrace/protocol';
import { FrameError, parseFrame } from './clientFrames.ts';
import { printEvent } from './eventStream.ts';
import { FrameBudget } from './FrameBudget.ts';
import { HoldUp } from './HoldUp.ts';
import type { RemovedMatches } from '../store/LogStore.ts';
import { KeepAlive } from './KeepAlive.ts';
import type { FeedPage } from './FeedPage.ts';
import type { OpenStream } from './OpenStreams.ts';
import { startOf } from './startOf.ts';
import { StreamAnalyses } from './StreamAnalyses.ts';
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
 * A plain stream: one JSON object a message, the last entries first. A slow client
 * misses nothing: it gets everything from the store, later.
 */
export class PlainStream implements OpenStream {
  readonly #sources: StreamSources;
  readonly #socket: StreamSocket;
  readonly #format: PlainFormat;
  readonly #keepAlive: KeepAlive;
  readonly #subscription: Subscription;
  readonly #analyses: StreamAnalyses;
  readonly #budget = new FrameBudget();
  readonly #holdUp: HoldUp;

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
    this.#holdUp = new HoldUp(
      () => socket.bufferedAmount < MAX_QUEUED_BYTES,
      () => this.#subscription.wake(),
    );
    this.#analyses = new StreamAnalyses(sources, reader, (message) => this.#say(message));
    this.#subscription = new Subscription({
      store,
      feed,
      counts,
      tenant: reader.tenant,
      filter: createStreamFilter(filter, reader),
      start: startOf(start, sources).start,
      batchMs,
      sink: {
        canSend: () => this.#holdUp.canSend(),
        logs: (_phase, _from, page) => this.#send(page),
        live: () => undefined,
        removed: (from, to, removed) => this.#tellRemoved(from, to, removed),
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

  /** A plain client has nothing to say but what it wants analysed; that it speaks shows that it lives. */
  receive(frame: unknown): void {
    this.#keepAlive.heard();
    if (typeof frame !== 'string' || !frame.includes('analysis_request')) return;
    if (!this.#budget.take()) {
      this.#say(errorOf('too_many_messages', `Send at most ${MAX_CLIENT_FRAMES_PER_SECOND} frames a second`));
      this.close(CLOSE_CODES.tooMany, 'too many messages');
      return;
    }
    try {
      const message = parseFrame(frame);
      if (message.type === 'analysis_request') void this.#analyses.take(message);
    } catch (error) {
      if (!(error instanceof FrameError)) throw error;
      if (!this.#analyses.refuse(error)) this.#say(errorOf(error.code, error.message));
    }
  }

  close(code: number, reason: string): void {
    this.#subscription.stop();
    this.#socket.close(code, reason);
  }

  stop(): void {
    this.#keepAlive.stop();
    this.#analyses.stop();
    this.#subscription.stop();
  }

  #say(message: AnalysisResultMessage | StreamErrorMessage): void {
    this.#socket.send({ text: JSON.stringify(message) }, () => this.#holdUp.ease());
  }

  /** The only gap that a plain stream can have: nobody can send any more what is gone. */
  #tellRemoved(from: number, to: number, { count, isExact }: RemovedMatches): void {
    const { onGap, store } = this.#sources;
    onGap?.(count, 'retention');
    const cursor = formatCursor(store.epoch, to);
    const json = JSON.stringify({
      type: 'gap',
      from: formatCursor(store.epoch, from),
      to: cursor,
      count,
      reason: 'retention' satisfies GapReason,
      ...(!isExact && { at_most: true }),
    } satisfies Omit<GapMessage, 'id'>);
    const events = Buffer.from(printEvent('gap', cursor, json));
    this.#socket.sendPage({ frames: [Buffer.from(json)], events }, () => this.#holdUp.ease());
  }

  #send(page: FeedPage): void {
    const { printer, store } = this.#sources;
    if (page.texts.length === 0) return this.#socket.mark(formatCursor(store.epoch, page.to));
    return this.#socket.sendPage(printer.print(page, this.#format), () => this.#holdUp.ease());
  }
}

function errorOf(code: StreamErrorCode, message: string): StreamErrorMessage {
  return { type: 'error', code, message };
}
