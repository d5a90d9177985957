import {
  createSessionId,
  SEVERITY_NUMBERS,
  type DroppedRange,
  type DropReason,
  type LogLevel,
} from '@tailrace/protocol';
import type { ErrorReporter } from './ErrorReporter.ts';
import { printLine, type LineScope } from './line.ts';
import type { LoggerCore } from './Logger.ts';
import type { ResolvedOptions } from './LoggerOptions.ts';
import type { DeliveryStatus, LoggerStatus } from './LoggerStatus.ts';
import { OwnEntries } from './OwnEntries.ts';
import { isOnline, onOnline } from './page/connectivity.ts';
import { isHidden, watchPage } from './page/pageLifecycle.ts';
import type { IndexedDbOptions } from './queue/indexedDb.ts';
import type { LogQueue, Settlement } from './queue/LogQueue.ts';
import { countRanges } from './queue/drops.ts';
import { MemoryQueue } from './queue/memory.ts';
import { TieredQueue } from './queue/tiered.ts';
import { GATHER_MS, SegmentBuffer } from './SegmentBuffer.ts';
import { sendLastWords } from './shipper/lastWords.ts';
import { LogShipper } from './shipper/LogShipper.ts';
import { TabCrew } from './shipper/TabCrew.ts';
import { StatusListeners } from './StatusListeners.ts';
import type { LogTransport } from './transport/LogTransport.ts';

/** Milliseconds after which storage that does not open counts as absent; it is used when it opens after all. */
const OPEN_TIMEOUT_MS = 5000;
/** Milliseconds until storage that was closed from outside is opened again. */
const REOPEN_MS = 5000;
/** Milliseconds between looks into the queue for what the leader may have sent unheard. */
const RECONCILE_MS = 5000;
/** Milliseconds that `close` waits for storage or server at most. */
const CLOSE_TIMEOUT_MS = 5000;

/** What a pipeline works with. */
export interface LogPipelineOptions {
  readonly options: ResolvedOptions;
  readonly reporter: ErrorReporter;
  /** `undefined`: nothing is sent. */
  readonly transport: LogTransport | undefined;
  /** Opens durable storage; `undefined` where there is none. */
  readonly openStorage: ((name: string, options: IndexedDbOptions) => Promise<LogQueue>) | undefined;
}

/** The way of an entry through this package: line, segment, queue, server. */
export class LogPipeline implements LoggerCore {
  readonly threshold: number;
  readonly source: string;
  readonly #setup: LogPipelineOptions;
  readonly #own = new OwnEntries(createSessionId());
  readonly #listeners: StatusListeners;
  readonly #buffer: SegmentBuffer;
  readonly #queue: TieredQueue;
  readonly #shipper: LogShipper | undefined;
  readonly #stops: (() => void)[] = [];
  #crew: TabCrew | undefined;
  #storage: LoggerStatus['storage'] = 'opening';
  #delivery: DeliveryStatus = { state: 'idle' };
  readonly #unrecorded: DroppedRange[] = [];
  #persistWaiters: { readonly seq: number; readonly resolve: () => void }[] = [];
  #closed: Promise<void> | undefined;

  constructor(setup: LogPipelineOptions) {
    const { options, reporter, transport } = setup;
    const { session } = this.#own;
    this.#setup = setup;
    this.threshold = SEVERITY_NUMBERS[options.level];
    this.source = options.source;
    this.#listeners = new StatusListeners(
      () => this.status(),
      (error) => reporter.report('a status listener throws.', error),
    );
    this.#queue = new TieredQueue({
      memory: new MemoryQueue({ onEvicted: (evicted) => this.#onEvicted(evicted) }),
      onDurable: (segments) => {
        this.#own.markDurable(segments);
        this.#shipper?.wake();
        this.#crew?.announcePut();
        this.#changed();
      },
      scope: () => this.#crew?.scope ?? 'none',
    });
    this.#buffer = new SegmentBuffer({
      session,
      ...(Object.keys(options.resource).length > 0 && { resource: options.resource }),
      isHidden,
      onSegments: (segments, { urgent }) => {
        this.#own.add(segments);
        this.#queue.add(segments, urgent);
        if (this.#storage === 'memory') this.#shipper?.wake();
        this.#changed();
      },
    });
    this.#shipper =
      transport &&
      new LogShipper({
        queue: this.#queue,
        transport,
        isOnline,
        emitted: (other) => (other === session ? this.#own.emitted : 0),
        onSettled: (settlement) => this.#onSettled(settlement),
        onDelivery: (delivery) => this.#onDelivery(delivery),
      });
  }

  start(): void {
    this.#shipper?.start();
    void this.#openStorage();
    const wakeUp = () => this.#shipper?.retry();
    this.#stops.push(
      onOnline(wakeUp),
      watchPage({
        onHidden: () => this.#leave(false),
        onVisible: wakeUp,
        onLeave: () => this.#leave(true),
        onReturn: () => {
          this.#crew?.join();
          wakeUp();
        },
      }),
    );
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
      this.#setup.reporter.report('an entry could not be written.', error);
    }
  }

  status(): LoggerStatus {
    const isOff = this.#closed !== undefined || !this.#shipper;
    const isFollower = this.#storage !== 'memory' && (this.#crew?.isFollower ?? true);
    const { session, emitted, waiting, dropped } = this.#own;
    const queued = waiting + this.#buffer.size;
    return {
      session,
      emitted,
      persisted: this.#persistedSeq,
      queued,
      sent: emitted - queued - countRanges(dropped),
      dropped: this.#own.droppedByReason(),
      storage: this.#storage,
      shipping: isOff ? 'off' : isFollower ? 'follower' : 'leader',
      delivery: this.#delivery,
    };
  }

  onStatus(listener: (status: LoggerStatus) => void): () => void {
    return this.#listeners.add(listener);
  }

  async flush(): Promise<LoggerStatus> {
    await within(OPEN_TIMEOUT_MS, this.persisted());
    await (this.#crew?.isFollower ? this.#crew.askToDrain() : this.#shipper?.drain());
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
    const saved = this.#storage === 'memory' ? this.#shipper?.drain() : this.persisted();
    this.#buffer.flush(true);
    await within(CLOSE_TIMEOUT_MS, saved);
    for (const stop of this.#stops.splice(0)) stop();
    this.#shipper?.stop();
    this.#crew?.close();
    this.#queue.close();
    this.#changed();
  }

  async #openStorage(): Promise<void> {
    const { options, openStorage, reporter } = this.#setup;
    if (!openStorage || !options.url) return this.#useMemory();
    const giveUp = setTimeout(() => this.#useMemory(), OPEN_TIMEOUT_MS);
    try {
      const name = `tailrace:${options.url}`;
      const storage = await openStorage(name, {
        onEvicted: (evicted) => this.#onEvicted(evicted),
        onClosed: () => this.#onStorageClosed(),
      });
      if (this.#closed) return storage.close();
      this.#storage = 'indexeddb';
      this.#crew ??= this.#joinCrew(name);
      this.#queue.attach(storage);
      // What was given up before is recorded in memory only.
      const { session, dropped: ranges } = this.#own;
      if (ranges.length > 0) await this.#queue.settle({ drops: [{ session, ranges }] });
    } catch (error) {
      this.#useMemory();
      reporter.report('storage cannot be used; entries wait in memory.', error);
    } finally {
      clearTimeout(giveUp);
      this.#changed();
    }
  }

  #joinCrew(name: string): TabCrew {
    const timer = setInterval(() => void this.#reconcile(performance.now()), RECONCILE_MS);
    this.#stops.push(() => clearInterval(timer));
    return new TabCrew({
      name,
      session: this.#own.session,
      onRole: () => {
        this.#shipper?.retry();
        this.#shipper?.wake();
        this.#changed();
      },
      onPut: () => this.#shipper?.wake(),
      drain: () => this.#shipper?.drain() ?? Promise.resolve(),
      onSettled: () => void this.#reconcile(performance.now()),
      onDelivery: (delivery) => {
        this.#delivery = delivery;
        this.#changed();
      },
    });
  }

  #useMemory(): void {
    this.#storage = 'memory';
    this.#queue.attach(undefined);
    this.#shipper?.wake();
    this.#changed();
  }

  #onStorageClosed(): void {
    this.#useMemory();
    if (this.#closed) return;
    const timer = setTimeout(() => void this.#openStorage(), REOPEN_MS);
    this.#stops.push(() => clearTimeout(timer));
  }

  #onDelivery(delivery: DeliveryStatus): void {
    // A follower's own shipper has nothing to say while the leader sends for it.
    if (this.#storage !== 'memory' && this.#crew?.isFollower && delivery.state === 'idle') return;
    this.#delivery = delivery;
    this.#crew?.announceDelivery(delivery);
    this.#changed();
  }

  #onEvicted(evicted: Settlement): void {
    // Memory has recorded it in itself only; storage, when it was storage, takes it twice without harm.
    for (const { session, ranges } of evicted.drops ?? []) {
      if (session === this.#own.session) this.#record(ranges);
    }
    this.#onSettled(evicted);
  }

  #onSettled(settlement: Settlement): void {
    this.#own.settle(settlement);
    this.#crew?.announceSettled();
    this.#changed();
  }

  #drop(seq: number, reason: DropReason): void {
    const ranges: DroppedRange[] = [[seq, seq, reason]];
    this.#own.drop(ranges);
    this.#record(ranges);
    this.#changed();
  }

  /** Drops come in crowds, and a transaction for each would be one too many. */
  #record(drops: readonly DroppedRange[]): void {
    this.#unrecorded.push(...drops);
    if (this.#unrecorded.length !== drops.length) return;
    const timer = setTimeout(() => {
      const ranges = this.#unrecorded.splice(0);
      const { session } = this.#own;
      this.#queue.settle({ drops: [{ session, ranges }] }).then(
        () => this.#shipper?.wake(),
        (error: unknown) => this.#setup.reporter.report('drops could not be recorded.', error),
      );
    }, GATHER_MS);
    (timer as { unref?: () => void }).unref?.();
  }

  /** @param forGood the page may not run again */
  #leave(forGood: boolean): void {
    this.#buffer.flush(true);
    const { transport } = this.#setup;
    const isDown = this.#delivery.state !== 'idle' && this.#delivery.state !== 'sending';
    if (transport && (forGood || !isDown)) sendLastWords(this.#own, transport);
    if (forGood) this.#crew?.leave();
  }

  /** Storage is the truth; other tabs only ring. @param since what was durable by then is compared */
  async #reconcile(since: number): Promise<void> {
    if (this.#own.waiting === 0 || this.#storage !== 'indexeddb') return;
    try {
      this.#own.reconcile(await this.#queue.inspect(this.#own.session), since);
      this.#changed();
    } catch {
      // Storage is being closed or replaced; the next look comes in a few seconds.
    }
  }

  /** The highest `seq` up to which everything is durable or accounted for. */
  get #persistedSeq(): number {
    return Math.min(this.#own.firstVolatile, this.#buffer.first, this.#own.emitted + 1) - 1;
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

async function within(ms: number, promise: Promise<unknown> | undefined): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([promise, timeout]);
  clearTimeout(timer);
}
