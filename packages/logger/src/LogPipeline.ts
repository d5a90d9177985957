import {
  createSessionId,
  SEVERITY_NUMBERS,
  type DroppedRange,
  type DropReason,
  type LogLevel,
} from '@tailrace/protocol';
import { setBackgroundTimeout, within } from './backgroundTimer.ts';
import { printLine, type LineScope } from './line.ts';
import type { LoggerCore } from './Logger.ts';
import type { ResolvedOptions } from './LoggerOptions.ts';
import type { DeliveryStatus, LoggerStatus } from './LoggerStatus.ts';
import { isOnline, onOnline } from './page/connectivity.ts';
import { isHidden, watchPage } from './page/pageLifecycle.ts';
import { countRanges } from './queue/drops.ts';
import type { IndexedDbOptions } from './queue/indexedDb.ts';
import { DEFAULT_QUEUE_LIMITS, type LogQueue, type SessionChange } from './queue/LogQueue.ts';
import { OwnEntries } from './queue/OwnEntries.ts';
import { TieredQueue } from './queue/tiered.ts';
import { SegmentBuffer } from './SegmentBuffer.ts';
import type { SelfReport } from './selfReport.ts';
import { sendLastWords } from './shipper/lastWords.ts';
import { LogShipper } from './shipper/LogShipper.ts';
import { TabCrew } from './shipper/TabCrew.ts';
import { StatusListeners } from './StatusListeners.ts';
import type { LogTransport } from './transport/LogTransport.ts';

/** Milliseconds between looks into the queue for what the leader may have sent unheard. */
const RECONCILE_MS = 5000;
/** Milliseconds over which news of other tabs are gathered into one look. */
const NEWS_MS = 50;
/** Milliseconds that `flush` and `close` wait for storage. */
const PERSIST_TIMEOUT_MS = 5000;

/** What a pipeline works with. */
export interface LogPipelineOptions extends ResolvedOptions {
  readonly report: SelfReport;
  /** `undefined`: nothing is sent. */
  readonly transport: LogTransport | undefined;
  /** Opens durable storage; `undefined` where there is none. */
  readonly openStorage: ((name: string, options: IndexedDbOptions) => Promise<LogQueue>) | undefined;
}

/** The way of an entry through this package: line, segment, queue, server. */
export class LogPipeline implements LoggerCore {
  readonly threshold: number;
  readonly source: string;
  readonly #options: LogPipelineOptions;
  readonly #own = new OwnEntries(createSessionId(), DEFAULT_QUEUE_LIMITS);
  readonly #listeners: StatusListeners;
  readonly #buffer: SegmentBuffer;
  readonly #queue: TieredQueue;
  readonly #shipper: LogShipper | undefined;
  readonly #stops: (() => void)[];
  #crew: TabCrew | undefined;
  #storage: LoggerStatus['storage'] = 'opening';
  #delivery: DeliveryStatus = { state: 'idle' };
  #persistWaiters: { readonly seq: number; readonly resolve: () => void }[] = [];
  #looking = false;
  #closed: Promise<void> | undefined;

  constructor(options: LogPipelineOptions) {
    const { transport } = options;
    const { session } = this.#own;
    this.#options = options;
    this.threshold = SEVERITY_NUMBERS[options.level];
    this.source = options.source;
    this.#listeners = new StatusListeners(() => this.status(), options.report);
    this.#queue = new TieredQueue({
      own: this.#own,
      onDurable: () => {
        if (this.#crew?.isFollower) this.#crew.announce('put');
        this.#shipper?.wake();
        this.#changed();
      },
      scope: () => this.#crew?.scope ?? 'none',
    });
    this.#buffer = new SegmentBuffer({
      session,
      resource: options.resource,
      isHidden,
      onSegment: (segment, urgent) => {
        void this.#queue.put([segment], urgent);
        if (this.#storage === 'memory') this.#shipper?.wake();
        this.#changed();
      },
    });
    if (transport) {
      this.#shipper = new LogShipper({
        queue: this.#queue,
        transport,
        isOnline,
        emitted: (other) => (other === session ? this.#own.emitted : 0),
        onSettled: () => this.#onSettled(),
        onDelivery: (delivery) => this.#onDelivery(delivery),
      });
    }
    const retry = () => this.#shipper?.retry();
    this.#stops = [
      onOnline(retry),
      watchPage({
        onHidden: () => this.#leave(false),
        onVisible: retry,
        onLeave: () => this.#leave(true),
        onReturn: () => {
          this.#crew?.join();
          retry();
        },
      }),
    ];
    void this.#openStorage();
  }

  write(scope: LineScope, level: LogLevel, message: unknown, metadata: unknown): void {
    const seq = (this.#own.emitted += 1);
    try {
      if (this.#closed) return this.#drop(seq, 'disabled');
      const line = printLine(scope, { level, seq, message, metadata });
      if (line === undefined) return this.#drop(seq, 'too_large');
      const severity = SEVERITY_NUMBERS[level];
      this.#buffer.add(seq, severity, line);
      if (severity >= SEVERITY_NUMBERS.error) this.#buffer.flush(true);
      this.#listeners.changed();
    } catch (error) {
      this.#drop(seq, 'serialize_failed');
      this.#options.report('an entry could not be written.', error);
    }
  }

  status(): LoggerStatus {
    const { session, emitted, dropped } = this.#own;
    const queued = this.#own.queued + this.#buffer.size;
    const isOff = this.#closed || !this.#shipper;
    return {
      session,
      emitted,
      persisted: this.#persistedSeq,
      queued,
      sent: emitted - queued - countRanges(dropped),
      dropped: this.#own.droppedByReason(),
      storage: this.#storage,
      shipping: isOff ? 'off' : this.#isFollower ? 'follower' : 'leader',
      delivery: this.#delivery,
    };
  }

  onStatus(listener: (status: LoggerStatus) => void): () => void {
    return this.#listeners.add(listener);
  }

  async flush(): Promise<LoggerStatus> {
    await within(PERSIST_TIMEOUT_MS, this.persisted());
    if (this.#crew && this.#isFollower) {
      await this.#crew.askToDrain();
      await this.#reconcile();
    } else await this.#shipper?.drain();
    return this.status();
  }

  persisted(): Promise<void> {
    this.#buffer.flush();
    return new Promise((resolve) => {
      this.#persistWaiters.push({ seq: this.#own.emitted, resolve });
      this.#changed();
    });
  }

  close(): Promise<void> {
    this.#closed ??= this.#shutDown();
    return this.#closed;
  }

  async #shutDown(): Promise<void> {
    this.#buffer.flush(true);
    await within(PERSIST_TIMEOUT_MS, this.#storage === 'memory' ? this.#shipper?.drain() : this.persisted());
    for (const stop of this.#stops) stop();
    this.#shipper?.stop();
    this.#crew?.close();
    this.#queue.close();
    this.#changed();
  }

  async #openStorage(): Promise<void> {
    const { url, openStorage, report } = this.#options;
    if (!openStorage || !url) return this.#useMemory();
    const name = `tailrace:${url}`;
    try {
      const storage = await openStorage(name, {
        limits: DEFAULT_QUEUE_LIMITS,
        onEvicted: (evicted) => {
          this.#own.settle(evicted);
          this.#onSettled();
        },
        onClosed: () => this.#useMemory(),
      });
      if (this.#closed) return storage.close();
      this.#storage = 'indexeddb';
      this.#queue.attach(storage);
      this.#joinCrew(name);
      // What was given up before is recorded in memory only.
      this.#record(this.#own.dropped);
    } catch (error) {
      this.#useMemory();
      report('storage cannot be used; entries wait in memory.', error);
    }
    this.#changed();
  }

  #useMemory(): void {
    this.#storage = 'memory';
    this.#queue.attach(undefined);
    this.#crew?.leave();
    this.#shipper?.wake();
    this.#changed();
  }

  #joinCrew(name: string): void {
    const timer = setInterval(() => void this.#reconcile(), RECONCILE_MS);
    this.#stops.push(() => clearInterval(timer));
    this.#crew = new TabCrew({
      name,
      session: this.#own.session,
      onRole: () => {
        this.#shipper?.retry();
        this.#changed();
      },
      onPut: () => this.#shipper?.wake(),
      drain: async () => this.#shipper?.drain(),
      onSettled: () => {
        if (this.#looking) return;
        this.#looking = true;
        setBackgroundTimeout(() => {
          this.#looking = false;
          void this.#reconcile();
        }, NEWS_MS);
      },
      onDelivery: (delivery) => {
        this.#delivery = delivery;
        this.#changed();
      },
    });
  }

  get #isFollower(): boolean {
    return this.#storage !== 'memory' && (this.#crew?.isFollower ?? true);
  }

  /** The highest `seq` up to which everything is durable or accounted for. */
  get #persistedSeq(): number {
    return Math.min(this.#own.volatile[0]?.from ?? Infinity, this.#buffer.first, this.#own.emitted + 1) - 1;
  }

  #onDelivery(delivery: DeliveryStatus): void {
    // A follower's own shipper has nothing to say while the leader sends for it.
    if (this.#isFollower && delivery.state === 'idle') return;
    if (delivery.state !== this.#delivery.state || delivery.retry_at) this.#crew?.announceDelivery(delivery);
    this.#delivery = delivery;
    this.#changed();
  }

  #onSettled(): void {
    this.#crew?.announce('settled');
    this.#changed();
  }

  #drop(seq: number, reason: DropReason): void {
    this.#record([[seq, seq, reason]]);
    this.#changed();
  }

  #record(ranges: readonly DroppedRange[]): void {
    const changes: SessionChange[] = [{ session: this.#own.session, ranges }];
    this.#queue.settle({ segments: [], changes }).then(
      () => this.#shipper?.wake(),
      (error: unknown) => this.#options.report('drops could not be recorded.', error),
    );
  }

  /** @param forGood the page may not run again */
  #leave(forGood: boolean): void {
    this.#buffer.flush(true);
    const { transport } = this.#options;
    const isDown = !/idle|sending/.test(this.#delivery.state);
    if (transport && (forGood || !isDown)) sendLastWords(this.#own, transport);
    if (forGood) this.#crew?.leave();
  }

  /** Storage is the truth; other tabs only ring. What is durable by now is compared. */
  async #reconcile(): Promise<void> {
    const since = performance.now();
    if (this.#own.queued === 0 || this.#storage !== 'indexeddb') return;
    try {
      this.#own.reconcile(await this.#queue.inspect(this.#own.session), since);
      this.#changed();
    } catch {
      // Storage is being closed or replaced; the next look comes in a few seconds.
    }
  }

  #changed(): void {
    const persisted = this.#storage === 'memory' ? Infinity : this.#persistedSeq;
    this.#persistWaiters = this.#persistWaiters.filter(({ seq, resolve }) => {
      if (seq > persisted) return true;
      resolve();
      return false;
    });
    this.#listeners.changed();
  }
}
