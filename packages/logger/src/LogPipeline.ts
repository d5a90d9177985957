import {
  createSessionId,
  SEVERITY_NUMBERS,
  type DroppedRange,
  type DropReason,
  type LogLevel,
} from '@tailrace/protocol';
import { setBackgroundInterval, setBackgroundTimeout, within } from './backgroundTimer.ts';
import { printLine, type LineScope } from './line.ts';
import type { ResolvedOptions } from './LoggerOptions.ts';
import type { DeliveryStatus, LoggerStatus } from './LoggerStatus.ts';
import { isOnline, onOnline } from './page/connectivity.ts';
import { isHidden, watchPage } from './page/pageLifecycle.ts';
import { countRanges } from './queue/drops.ts';
import { sizeOf } from './queue/eviction.ts';
import type { IndexedDbOptions } from './queue/indexedDb.ts';
import { DEFAULT_QUEUE_LIMITS, type LogQueue } from './queue/LogQueue.ts';
import { createOwnEntries } from './queue/OwnEntries.ts';
import { createTieredQueue } from './queue/tiered.ts';
import { createSegmentBuffer } from './SegmentBuffer.ts';
import type { SelfReport } from './selfReport.ts';
import { sendLastWords } from './shipper/lastWords.ts';
import { createLogShipper } from './shipper/LogShipper.ts';
import { joinTabCrew, type TabCrew } from './shipper/TabCrew.ts';
import { createStatusListeners } from './StatusListeners.ts';
import type { LogTransport } from './transport/LogTransport.ts';

/** Milliseconds between looks into the queue for what the leader may have sent unheard. */
const RECONCILE_MS = 5000;
/** Milliseconds over which news of other tabs are gathered into one look. */
const NEWS_MS = 50;
/** Milliseconds that `flush` and `close` wait for storage. */
const PERSIST_TIMEOUT_MS = 5000;
/** Milliseconds that a follower's `flush` waits for the leader's attempt to end. */
const FLUSH_TIMEOUT_MS = 10_000;

/** What a pipeline works with. */
export interface LogPipelineOptions extends ResolvedOptions {
  readonly report: SelfReport;
  /** `undefined`: nothing is sent. */
  readonly transport: LogTransport | undefined;
  /** Opens durable storage; `undefined` where there is none. */
  readonly openStorage: ((name: string, options: IndexedDbOptions) => Promise<LogQueue>) | undefined;
}

/** The way of an entry through this package: line, segment, queue, server. All children of a logger share it. */
export interface LogPipeline {
  write(scope: LineScope, level: LogLevel, message: unknown, metadata: unknown): void;
  readonly readStatus: () => LoggerStatus;
  readonly onStatus: (listener: (status: LoggerStatus) => void) => () => void;
  readonly flush: () => Promise<LoggerStatus>;
  readonly persisted: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Makes a pipeline, and has it begin. */
export function createLogPipeline(options: LogPipelineOptions): LogPipeline {
  const { url, resource, report, transport, openStorage } = options;
  const session = createSessionId();
  const own = createOwnEntries(session, DEFAULT_QUEUE_LIMITS);
  let crew: TabCrew | undefined;
  let storage: LoggerStatus['storage'] = 'opening';
  let delivery: DeliveryStatus = { state: 'idle' };
  let waiters: { readonly isDone: () => boolean; readonly resolve: () => void }[] = [];
  let isLookDue = false;
  let closed: Promise<void> | undefined;

  const isFollower = () => storage !== 'memory' && (crew?.isFollower ?? true);

  /** Whether nothing stands in the way of sending. */
  const isSending = () => /idle|sending/.test(delivery.state);

  /** The highest `seq` up to which everything is durable or accounted for. */
  const persistedSeq = () => Math.min(own.volatile[0]?.from ?? Infinity, buffer.first, own.emitted + 1) - 1;

  const readStatus = (): LoggerStatus => {
    const { emitted, record } = own;
    const queued = sizeOf(own.waiting).entries + buffer.size;
    return {
      session,
      emitted,
      persisted: persistedSeq(),
      queued,
      sent: emitted - queued - countRanges(record.dropped),
      dropped: own.droppedByReason(),
      storage,
      shipping: closed || !shipper ? 'off' : isFollower() ? 'follower' : 'leader',
      delivery,
    };
  };
  const listeners = createStatusListeners(readStatus, report);

  const changed = () => {
    waiters = waiters.filter(({ isDone, resolve }) => !isDone() || resolve());
    listeners.changed();
  };
  const until = (isDone: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      waiters.push({ isDone, resolve });
      changed();
    });
  const onSettled = () => {
    crew?.announce('settled');
    changed();
  };

  const onRecordFailure = (error: unknown) => report('drops could not be recorded.', error);

  const queue = createTieredQueue({
    own,
    onDurable() {
      if (isFollower()) crew?.announce('put');
      shipper?.wake();
      changed();
    },
    scope: () => crew?.scope ?? 'none',
  });
  const buffer = createSegmentBuffer({
    session,
    resource,
    isHidden,
    onSegment(segment, urgent) {
      queue.put([segment], urgent).catch(onRecordFailure);
      if (storage === 'memory') shipper?.wake();
      changed();
    },
  });
  const shipper =
    transport &&
    createLogShipper({
      queue,
      transport,
      isOnline,
      emitted: (other) => (other === session ? own.emitted : 0),
      onSettled,
      onDelivery(news) {
        // A follower's own shipper has nothing to say while the leader sends for it.
        if (isFollower() && news.state === 'idle') return;
        if (!isFollower() && (news.state !== delivery.state || news.retry_at)) crew?.announce(news);
        delivery = news;
        changed();
      },
    });

  const record = (ranges: readonly DroppedRange[]) => {
    queue
      .settle({ segments: [], changes: [{ session, ranges }] })
      .then(() => shipper?.wake(), onRecordFailure);
    changed();
  };
  const drop = (seq: number, reason: DropReason) => record([[seq, seq, reason]]);

  /** Storage is the truth; other tabs only ring. What is durable by now is compared. */
  const reconcile = async () => {
    isLookDue = false;
    const since = performance.now();
    if (own.waiting.length === 0 || storage !== 'indexeddb') return;
    try {
      own.reconcile(await queue.inspect(session), since);
      changed();
    } catch {
      // Storage is being closed or replaced; the next look comes in a few seconds.
    }
  };

  const stayInMemory = () => {
    storage = 'memory';
    queue.attach(undefined);
    crew?.leave();
    shipper?.wake();
    changed();
  };
  const moveIntoStorage = async () => {
    if (!openStorage || !url) return stayInMemory();
    const name = `tailrace:${url}`;
    try {
      const opened = await openStorage(name, {
        limits: DEFAULT_QUEUE_LIMITS,
        onEvicted(evicted) {
          own.settle(evicted);
          onSettled();
        },
        onClosed: stayInMemory,
      });
      if (closed) return opened.close();
      storage = 'indexeddb';
      queue.attach(opened);
      crew = joinTabCrew({
        name,
        session,
        onRole() {
          shipper?.retry();
          changed();
        },
        onMessage(message) {
          if (message === 'settled') {
            if (!isLookDue) setBackgroundTimeout(() => void reconcile(), NEWS_MS);
            isLookDue = true;
          } else if (isFollower()) {
            if (typeof message !== 'object') return;
            delivery = message;
            changed();
          } else if (message === 'put') shipper?.wake();
          else if (message === 'flush') void shipper?.drain();
          else if (message === 'ping') crew!.announce(delivery);
        },
      });
      // What was given up before is recorded in memory only.
      record(own.record.dropped);
    } catch (error) {
      stayInMemory();
      report('storage cannot be used; entries wait in memory.', error);
    }
  };

  /** @param isForGood the page may not run again */
  const leave = (isForGood: boolean) => {
    buffer.flush(true);
    if (transport && (isForGood || isSending())) sendLastWords(own, transport);
    if (isForGood) crew?.leave();
  };
  const retry = () => shipper?.retry();
  const stopOnline = onOnline(retry);
  const stopWatching = watchPage({
    onHidden: () => leave(false),
    onVisible: retry,
    onLeave: () => leave(true),
    onReturn() {
      crew?.join();
      retry();
    },
  });
  const reconcileTimer = setBackgroundInterval(() => void reconcile(), RECONCILE_MS);
  void moveIntoStorage();

  const persisted = (): Promise<void> => {
    buffer.flush(false);
    const seq = own.emitted;
    return until(() => storage === 'memory' || persistedSeq() >= seq);
  };
  const shutDown = async () => {
    buffer.flush(true);
    await within(PERSIST_TIMEOUT_MS, storage === 'memory' ? shipper?.drain() : persisted());
    clearInterval(reconcileTimer);
    stopOnline();
    stopWatching();
    shipper?.stop();
    crew?.close();
    queue.close();
    changed();
  };

  return {
    write(scope, level, message, metadata) {
      const seq = (own.emitted += 1);
      try {
        if (closed) return drop(seq, 'disabled');
        const line = printLine(scope, { level, seq, message, metadata });
        if (line === undefined) return drop(seq, 'too_large');
        const severity = SEVERITY_NUMBERS[level];
        buffer.add(seq, severity, line);
        if (severity >= SEVERITY_NUMBERS.error) buffer.flush(true);
        listeners.changed();
      } catch (error) {
        drop(seq, 'serialize_failed');
        report('an entry could not be written.', error);
      }
    },
    readStatus,
    onStatus: listeners.add,
    async flush() {
      await within(PERSIST_TIMEOUT_MS, persisted());
      if (crew && isFollower()) {
        delivery = { state: 'sending' };
        crew.announce('flush');
        const isOver = () => own.waiting.length === 0 || !isSending();
        await within(FLUSH_TIMEOUT_MS, until(isOver));
      } else await shipper?.drain();
      return readStatus();
    },
    persisted,
    close: () => (closed ??= shutDown()),
  };
}
