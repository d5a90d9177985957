import { SHIPPER_BATCH_BYTES, type IngestReply } from '@tailrace/protocol';
import { setBackgroundTimeout } from '../backgroundTimer.ts';
import type { DeliveryStatus } from '../LoggerStatus.ts';
import type { Drop, QueueChange } from '../queue/LogQueue.ts';
import { sizeOf } from '../queue/eviction.ts';
import type { QueueBatch } from '../queue/SessionQueue.ts';
import type { LogTransport } from '../transport/LogTransport.ts';
import { backoffMs, MAX_BACKOFF_MS } from './backoff.ts';
import { dropOf, halve, printParts, settleParts, toParts, type Part } from './parts.ts';
import { decide, rejectionReason, type Stop } from './replyPolicy.ts';

/** Milliseconds between looks into the queue when nobody says that there is something. */
const LOOK_AGAIN_MS = 5000;
/** Milliseconds between requests that are not full, so that steady logging is not one request per entry. */
const SPACING_MS = 200;
/** Milliseconds between attempts that something else than the timer asks for. */
const MIN_RETRY_MS = 1000;

/** What a shipper works with. */
export interface LogShipperOptions {
  /** What to send next; takes nothing out. */
  readonly peek: () => Promise<QueueBatch>;
  /** Entries are accounted for. */
  readonly settle: (change: QueueChange) => void;
  readonly transport: LogTransport;
  /** Whether the browser says that there is a network. It may err, so an attempt is made now and then. */
  readonly isOnline: () => boolean;
  /** The highest `seq` that a session of this tab has given out; 0 for others. */
  readonly emitted: (session: string) => number;
  readonly onDelivery: (delivery: DeliveryStatus) => void;
  /** The server has answered for some or all. */
  readonly onReply?: ((reply: IngestReply) => void) | undefined;
}

/** Takes batches out of the queue, sends one at a time, and does with the answer what `decide` says. */
export interface LogShipper {
  /** There is something new. A wait for the server goes on. */
  wake(): void;
  /** Circumstances have changed: a wait for the network ends, but not more than once a second. */
  retry(): void;
  /** Sends at once. Resolves when nothing is left that may be sent, or when sending failed. */
  drain(): Promise<void>;
  stop(): void;
}

/** Makes a shipper, which begins at once. */
export function createLogShipper(options: LogShipperOptions): LogShipper {
  const { peek, settle, transport, isOnline, emitted, onDelivery, onReply } = options;
  let isStopped = false;
  let isRunning = false;
  /** Nothing was left the last time, so news end the sleep. A wait for the server they do not. */
  let isIdle = false;
  let hasNews = false;
  /** The server has answered, and wants time: a network that comes back changes nothing. */
  let isHeldBack = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const drains: (() => void)[] = [];
  let failures = 0;
  let lastAttempt = -Infinity;

  /** Returns why not all of it is accounted for. */
  const send = async (parts: readonly Part[]): Promise<Stop | undefined> => {
    lastAttempt = performance.now();
    failures += 1;
    const action = decide(await transport.send(printParts(parts)), failures);
    if (action.kind === 'stop') return action;
    if (action.kind === 'acknowledge') {
      const { reply } = action;
      const named = parts.filter((part) => rejectionsOf(part, reply));
      settle(settleParts(named, (part) => rejectionsOf(part, reply)!));
      onReply?.(reply);
      if (named.length < parts.length)
        return { state: 'waiting', ms: backoffMs(failures), why: 'unknown_body' };
      failures = 0;
      return undefined;
    }
    const { reason } = action;
    if (reason) failures = 0;
    const halves = halve(parts);
    if (!halves) {
      if (!reason) return { state: 'waiting', ms: MAX_BACKOFF_MS, why: 'status_500' };
      settle(settleParts(parts, (part) => dropOf(part, reason)));
      return undefined;
    }
    let stop = await send(halves[0]);
    // Without a reason it is a suspicion only: both halves are tried, whatever becomes of the first.
    if (!stop || !reason) stop = (await send(halves[1])) ?? stop;
    if (!stop) settle(settleParts(parts, () => []));
    return stop;
  };

  /** Ships one batch; returns for how many milliseconds there is nothing to do then. */
  const ship = async (isDraining: boolean): Promise<number> => {
    const batch = await peek();
    const parts = toParts(batch, emitted);
    isIdle = parts.length === 0;
    if (isIdle) {
      isHeldBack = false;
      onDelivery({ state: 'idle' });
      return LOOK_AGAIN_MS;
    }
    if (!isOnline() && !isDraining && performance.now() - lastAttempt < MAX_BACKOFF_MS) {
      onDelivery({ state: 'offline' });
      return MAX_BACKOFF_MS;
    }
    onDelivery({ state: 'sending' });
    const stop = await send(parts);
    isHeldBack = (stop?.why ?? 'network') !== 'network';
    // A good part of a request: there is likely more to come.
    if (!stop) return isDraining || sizeOf(batch.segments).size > SHIPPER_BATCH_BYTES / 4 ? 0 : SPACING_MS;
    const shown = stop.state === 'waiting' && !isOnline() ? 'offline' : stop.state;
    onDelivery({ state: shown, reason: stop.why, retry_at: Date.now() + stop.ms });
    return Math.max(stop.ms, SPACING_MS);
  };

  const run = async (): Promise<void> => {
    if (isRunning) return;
    isRunning = true;
    hasNews = false;
    const asked = drains.splice(0);
    let sleepMs = 0;
    while (sleepMs === 0 && !isStopped) {
      // Storage that fails is looked at again later, as if it were the server.
      sleepMs = await ship(asked.length > 0).catch(() => LOOK_AGAIN_MS);
    }
    for (const resolve of asked) resolve();
    isRunning = false;
    // Those who asked meanwhile are answered by the next run, stopped or not.
    if (drains.length > 0) void run();
    else sleep(isIdle && hasNews ? 0 : sleepMs);
  };
  const sleep = (ms: number) => {
    clearTimeout(timer);
    if (!isStopped && !isRunning) timer = setBackgroundTimeout(() => void run(), ms);
  };

  void run();
  return {
    wake() {
      hasNews = true;
      if (isIdle) sleep(0);
    },
    retry() {
      if (!isHeldBack) sleep(Math.max(0, lastAttempt + MIN_RETRY_MS - performance.now()));
    },
    drain: () =>
      new Promise((resolve) => {
        drains.push(resolve);
        void run();
      }),
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}

/** What the server refused of a part; `undefined` when its reply does not name the part. */
function rejectionsOf({ header }: Part, { segments }: IngestReply): Drop[] | undefined {
  const { session, from, to } = header;
  return segments
    .find((reply) => reply.session === session && reply.from === from && reply.to === to)
    ?.rejected.map(({ seq, code }) => [session, seq, seq, rejectionReason(code)]);
}
