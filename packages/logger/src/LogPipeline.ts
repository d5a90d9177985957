import { createSessionId, isLogLevel, SEVERITY_NUMBERS, type DropReason } from '@tailrace/protocol';
import { setBackgroundInterval, setBackgroundTimeout, within } from './backgroundTimer.ts';
import { prepareScope, printLine, type LineScope } from './line.ts';
import type { ResolvedOptions } from './LoggerOptions.ts';
import type { DeliveryStatus, LoggerStatus } from './LoggerStatus.ts';
import type { LogRecord } from './LogRecord.ts';
import { isOnline, onOnline } from './page/connectivity.ts';
import { isHidden, watchPage } from './page/pageLifecycle.ts';
import type { IndexedDbOptions } from './queue/indexedDb.ts';
import type { LogQueue, QueueChange } from './queue/LogQueue.ts';
import { createSessionQueue } from './queue/SessionQueue.ts';
import { createStash } from './queue/stash.ts';
import { createWitness } from './queue/witness.ts';
import { createSegmentBuffer } from './SegmentBuffer.ts';
import type { SelfReport } from './selfReport.ts';

import { createFarewell } from './shipper/farewell.ts';
import { createLogShipper } from './shipper/LogShipper.ts';
import { joinTabCrew, type TabCrew } from './shipper/TabCrew.ts';
import { createStatusListeners } from './StatusListeners.ts';
import type { LogTransport } from './transport/LogTransport.ts';

/** Milliseconds that a line waits for others, at most. */
export const GATHER_MS = 50;
/** Milliseconds between looks into the queue for what the leader may have sent unheard. */
const RECONCILE_MS = 5000;
/** Milliseconds that `flush` and `close` wait for storage. */
const PERSIST_TIMEOUT_MS = 5000;
/** Milliseconds that a follower's `flush` waits for the leader's attempt to end. */
const FLUSH_TIMEOUT_MS = 10_000;
/** Entries that wait for a server that does not take them, at most. While it takes them only the size counts. */
const MAX_BACKLOG_ENTRIES = 10_000;
/** UTF-16 code units of the lines of all entries that wait, at most. */
const MAX_QUEUE_SIZE = 20 * 1024 * 1024;

/** How often storage that closes is opened again. */
const MAX_REOPENINGS = 3;

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
  readonly options: LogPipelineOptions;
  readonly write: (scope: LineScope, record: LogRecord) => void;
  readonly readStatus: () => LoggerStatus;
  readonly onStatus: (listener: (status: LoggerStatus) => void) => () => void;
  readonly flush: () => Promise<LoggerStatus>;
  readonly persisted: () => Promise<void>;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly forget: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Makes a pipeline, and has it begin. */
export function createLogPipeline(options: LogPipelineOptions): LogPipeline {
  const { url, key, resource, processor, report, transport, openStorage } = options;
  const session = createSessionId();
  /** The same in all tabs that send to one server. */
  const name = `tailrace:${url}`;
  let crew: TabCrew | undefined;
  let storage: LoggerStatus['storage'] = 'opening';
  let delivery: DeliveryStatus = { state: 'idle' };
  let waiters: { readonly isDone: () => boolean; readonly resolve: () => void }[] = [];
  let isPaused = options.paused;
  let isScheduled = false;
  /** Ends when storage is open, or cannot be. */
  let opening: Promise<void> | undefined;
  let closed: Promise<void> | undefined;
  /** Nothing is worth opening any more. */
  let isShutDown = false;
  let reopenings = 0;
  /** The page may not run again. */
  let hasLeft = false;

  const isFollower = () => storage !== 'memory' && (crew?.isFollower ?? true);
  /** Whether nothing stands in the way of sending. */
  const isSending = () => /idle|sending/.test(delivery.state);
  const limits = () => ({ entries: isSending() ? Infinity : MAX_BACKLOG_ENTRIES, size: MAX_QUEUE_SIZE });
  /** The highest `seq` up to which everything is durable or accounted for. */
  const persistedSeq = () => Math.min(queue.firstVolatile, buffer.first, queue.emitted + 1) - 1;

  const readStatus = (): LoggerStatus => {
    const queued = queue.size + buffer.size;
    const dropped = { ...queue.dropped };
    return {
      session,
      emitted: queue.emitted,
      persisted: persistedSeq(),
      queued,
      sent: Object.values(dropped).reduce<number>((left, count) => left - count!, queue.emitted - queued),
      dropped,
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
  const announceSettled = ({ settled = [], dropped = [] }: QueueChange) => {
    // Without the lines, which nobody needs any more.
    crew?.announce({ settled: settled.map((head) => ({ ...head, lines: '' })), dropped });
    changed();
  };

  const queue = createSessionQueue({
    session,
    limits,
    onDurable() {
      if (isFollower()) crew?.announce('put');
      shipper?.wake();
      changed();
    },
    accepts: () => (isFollower() ? undefined : (crew?.accepts ?? (() => true))),
    isPaused: () => isPaused,
    witness: createWitness(name),
    stash: createStash(name),
  });
  const farewell = createFarewell(queue, transport);
  const buffer = createSegmentBuffer({
    session,
    resource,
    onSegment(segment) {
      queue.add(segment);
      queue.persist(false);
    },
  });
  const shipper =
    transport &&
    createLogShipper({
      peek: queue.peek,
      settle(change) {
        queue.settle(change);
        if (queue.size === 0) farewell.takeBack();
        announceSettled(change);
      },
      transport,
      isOnline,
      emitted: (other) => (other === session ? queue.emitted : 0),
      onDelivery(news) {
        // A follower's own shipper has nothing to say while the leader sends for it.
        if (isFollower() && news.state === 'idle') return;
        if (!isFollower() && (news.state !== delivery.state || news.retry_at)) crew?.announce(news);
        delivery = news;
        queue.trim();
        changed();
      },
      onReply: processor?.onReply,
    });

  /** Hands everything over to the queue, and that to storage. */
  const persist = (urgent: boolean) => {
    isScheduled = false;
    buffer.flush();
    queue.persist(urgent);
    if (hasLeft) {
      queue.stash();
      farewell.takeBack();
      if (!isPaused) farewell.say();
    } else if (!isPaused && !isFollower() && isSending()) {
      farewell.leave();
    }
    if (storage === 'memory') shipper?.wake();
    changed();
  };
  const schedule = () => {
    if (isScheduled) return;
    isScheduled = true;
    // The timers of a hidden page run late, and those of one that is left not at all.
    if (hasLeft || isHidden()) queueMicrotask(() => persist(true));
    else setBackgroundTimeout(() => persist(false), GATHER_MS);
  };
  const drop = (seq: number, reason: DropReason) => {
    queue.drop(seq, reason);
    schedule();
  };

  const stayInMemory = () => {
    storage = 'memory';
    queue.detach(true);
    crew?.leave();
    shipper?.wake();
    changed();
  };
  /** One opening at a time: `resume` may come while one is under way. */
  const moveIntoStorage = () =>
    (opening ??= openAndMove().finally(() => {
      opening = undefined;
    }));
  const openAndMove = async () => {
    if (!openStorage || !url) return stayInMemory();
    try {
      const opened = await openStorage(name, {
        limits,
        onEvicted(evicted) {
          queue.absorb(evicted);
          announceSettled(evicted);
        },
        onClosed() {
          storage = 'opening';
          queue.detach(false);
          reopenings += 1;
          if (reopenings > MAX_REOPENINGS) stayInMemory();
          else void moveIntoStorage();
        },
      });
      if (isShutDown) return opened.close();
      storage = 'indexeddb';
      queue.attach(opened);
      crew ??= joinTabCrew({
        name,
        session,
        onRole() {
          shipper?.retry();
          changed();
        },
        onMessage(message) {
          if (typeof message === 'object') {
            if (!('state' in message)) queue.absorb(message);
            else if (isFollower()) delivery = message;
            changed();
          } else if (isFollower()) return;
          else if (message === 'put') shipper?.wake();
          else if (message === 'flush') void shipper?.drain();
          else crew!.announce(delivery);
        },
      });
      // A tab that does not send must not stand in the way of those that do.
      if (isPaused) crew.leave();
      changed();
    } catch (error) {
      stayInMemory();
      report('storage cannot be used; entries wait in memory.', error);
    }
  };

  const retry = () => shipper?.retry();
  const stops = [
    onOnline(retry),
    watchPage({
      onHidden() {
        persist(true);
        farewell.begin();
        if (isSending() && !isPaused) farewell.say();
      },
      onVisible: retry,
      onLeave() {
        hasLeft = true;
        farewell.begin();
        persist(true);
        crew?.leave();
      },
      onReturn() {
        hasLeft = false;
        if (!isPaused) crew?.join();
        retry();
      },
    }),
  ];
  const reconcileTimer = setBackgroundInterval(() => {
    // Storage may be closing or replaced; the next look comes in a few seconds.
    void queue.reconcile().then(changed, () => {});
  }, RECONCILE_MS);
  if (!isPaused) void moveIntoStorage();

  const persisted = (): Promise<void> => {
    persist(false);
    const seq = queue.emitted;
    return until(() => storage === 'memory' || persistedSeq() >= seq);
  };
  const shutDown = async () => {
    stopProcessor?.();
    persist(true);
    await within(PERSIST_TIMEOUT_MS, storage === 'memory' ? shipper?.drain() : persisted());
    isShutDown = true;
    clearInterval(reconcileTimer);
    for (const stop of stops) stop();
    shipper?.stop();
    crew?.close();
    queue.close();
    changed();
  };

  /** @param isPast processors are not asked */
  const write = (scope: LineScope, given: LogRecord, isPast = false) => {
    let seq;
    try {
      const record = isLogLevel(given.level) ? given : { ...given, level: 'info' as const };
      // The level methods look before. Who did what is worth its place at any level.
      const isBelow = SEVERITY_NUMBERS[record.level!] < SEVERITY_NUMBERS[options.level];
      if (isBelow && !isPast && record.category !== 'audit') return;
      const refusal = isPast ? undefined : processor?.onEmit?.(record, scope.logger);
      if (refusal === 'off') return;
      seq = queue.emitted += 1;
      const reason = refusal ?? (closed && 'disabled');
      if (reason) return drop(seq, reason);
      const line = printLine(scope, seq, record, options);
      if (line === undefined) return drop(seq, 'too_large');
      const severity = SEVERITY_NUMBERS[record.level!];
      buffer.add(seq, severity, line);
      if (severity >= SEVERITY_NUMBERS.error) persist(true);
      else schedule();
      processor?.onLine?.(line, record);
      listeners.changed();
    } catch (error) {
      drop((seq ??= queue.emitted += 1), 'serialize_failed');
      report('an entry could not be written.', error);
    }
  };
  const stopProcessor = processor?.start?.({
    session,
    url,
    key,
    source: options.source,
    isPaused: () => isPaused,
    report,
    emit: (record, logger = options.logger) =>
      write(prepareScope(options.source, logger, options.context, options), record, true),
  });

  const pause = () => {
    isPaused = true;
    crew?.leave();
    changed();
  };
  return {
    options,
    write,
    readStatus,
    onStatus: listeners.add,
    async flush() {
      await within(PERSIST_TIMEOUT_MS, persisted());
      if (crew && isFollower()) {
        delivery = { state: 'sending' };
        crew.announce('flush');
        const isOver = () => !isFollower() || queue.size === 0 || !isSending();
        await within(FLUSH_TIMEOUT_MS, until(isOver));
      }
      // Perhaps only by now; then it is for this tab to send, reports of drops included.
      if (!crew || !isFollower()) await shipper?.drain();
      return readStatus();
    },
    persisted,
    pause,
    resume() {
      if (closed) return;
      isPaused = false;
      crew?.join();
      if (storage === 'opening') void moveIntoStorage();
      persist(false);
      shipper?.wake();
    },
    async forget() {
      pause();
      buffer.flush();
      try {
        // Before consent nothing has been opened, but earlier pages may have left something.
        if (storage === 'opening') await moveIntoStorage();
        announceSettled(await queue.erase());
      } catch (error) {
        report('the queue could not be erased.', error);
      }
    },
    close: () => (closed ??= shutDown()),
  };
}
