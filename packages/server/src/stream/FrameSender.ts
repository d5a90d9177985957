import {
  formatCursor,
  HEARTBEAT_MS,
  PROTOCOL_VERSION,
  type GapReason,
  type LogsMessage,
  type ServerMessage,
  type StreamErrorCode,
} from '@tailrace/protocol';
import type { RemovedMatches } from '../store/LogStore.ts';
import type { FeedPage } from './FeedPage.ts';
import { STREAM_LIMITS } from './streamLimits.ts';
import type { StreamSocket } from './StreamSocket.ts';
import type { StreamSources } from './StreamSources.ts';

type LogsHead = Pick<LogsMessage, 'id' | 'generation' | 'phase'> & { readonly from: number };

interface Gap {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly reason: GapReason;
  /** @default it is exactly so many */
  readonly isAtMost?: boolean;
}

/** Says what a framed stream has to say, over whatever carries it. */
export class FrameSender {
  readonly #sources: StreamSources;
  readonly #socket: StreamSocket;
  readonly #onFlushed: () => void;

  /** @param onFlushed told whenever the operating system has taken something */
  constructor(sources: StreamSources, socket: StreamSocket, onFlushed: () => void) {
    this.#sources = sources;
    this.#socket = socket;
    this.#onFlushed = onFlushed;
  }

  hello(tenant: string): void {
    const { store, levels } = this.#sources;
    this.send({
      type: 'hello',
      version: PROTOCOL_VERSION,
      epoch: store.epoch,
      heartbeat_ms: HEARTBEAT_MS,
      limits: STREAM_LIMITS,
      levels: levels.of(tenant),
    });
  }

  /** @returns stops following */
  followLevels(tenant: string): () => void {
    return this.#sources.levels.follow(tenant, (settings) => this.send({ type: 'levels', ...settings }));
  }

  heartbeat(): void {
    this.send({ type: 'heartbeat', head: this.#cursor(this.#sources.feed.head) });
  }

  /**
   * Only the beginning of the frame is a subscription's own; the entries are encoded once for all that get them.
   *
   * @returns bytes of the frame
   */
  logs(head: LogsHead, page: FeedPage): number {
    const { id, generation, phase } = head;
    const to = this.#cursor(page.to);
    // By hand, since it is made for each frame: of all these only the id may hold what has to be escaped.
    const text = `{"type":"logs","id":${JSON.stringify(id)},"generation":${generation},"phase":"${phase}","from":"${this.#cursor(head.from)}","to":"${to}",`;
    return this.#socket.send({ text, tail: page.encoded, cursor: to }, this.#onFlushed);
  }

  removed(id: string, from: number, to: number, { count, isExact }: RemovedMatches): void {
    this.gap(id, { from, to, count, reason: 'retention', isAtMost: !isExact });
  }

  gap(id: string, { from, to, count, reason, isAtMost }: Gap): void {
    this.#sources.onGap?.(count, reason);
    const cursor = this.#cursor(to);
    const atMost = isAtMost === true && ({ at_most: true } as const);
    this.send({ type: 'gap', id, from: this.#cursor(from), to: cursor, count, reason, ...atMost }, cursor);
  }

  storeFailed(id: string, error: unknown): void {
    this.#sources.log.error('A stream could not read the store', { error: String(error) });
    this.fail('store_unavailable', 'The store could not be read; it is tried again', id);
  }

  fail(code: StreamErrorCode, message: string, id?: string): void {
    this.send({ type: 'error', code, message, ...(id !== undefined && { id }) });
  }

  /** @param cursor to resume from once the message has arrived */
  send(message: ServerMessage, cursor?: string): void {
    const text = JSON.stringify(message);
    this.#socket.send({ text, ...(cursor !== undefined && { cursor }) }, this.#onFlushed);
  }

  #cursor(position: number): string {
    return formatCursor(this.#sources.store.epoch, position);
  }
}
