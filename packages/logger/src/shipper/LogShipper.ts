import { SHIPPER_BATCH_BYTES, type DroppedRange, type IngestReply } from '@tailrace/protocol';
import type { DeliveryStatus } from '../LoggerStatus.ts';
import type { LogQueue, QueueBatch, Settlement } from '../queue/LogQueue.ts';
import type { LogTransport } from '../transport/LogTransport.ts';
import { backoffMs, MAX_BACKOFF_MS } from './backoff.ts';
import { halve, printParts, rangeOf, settleParts, toParts, type Part } from './parts.ts';
import { decide, rejectionReason, type Stop } from './replyPolicy.ts';
import { Sleeper } from './Sleeper.ts';

/** Milliseconds between looks into the queue when nobody says that there is something. */
const LOOK_AGAIN_MS = 5000;
/** Milliseconds between requests that are not full, so that steady logging is not one request per entry. */
const SPACING_MS = 200;
/** Milliseconds between attempts that something else than the timer asks for. */
const MIN_RETRY_MS = 1000;

/** What a shipper works with. */
export interface LogShipperOptions {
  readonly queue: LogQueue;
  readonly transport: LogTransport;
  /** Whether the browser says that there is a network. It may err, so an attempt is made now and then. */
  readonly isOnline: () => boolean;
  /** The highest `seq` that a session of this tab has given out; 0 for others. */
  readonly emitted: (session: string) => number;
  readonly onSettled: (settlement: Settlement) => void;
  readonly onDelivery: (delivery: DeliveryStatus) => void;
  /** @default Math.random */
  readonly random?: () => number;
}

/** Takes batches out of the queue, sends one at a time, and does with the answer what `decide` says. */
export class LogShipper {
  readonly #options: LogShipperOptions;
  readonly #sleeper = new Sleeper();
  #stopped = false;
  #failures = 0;
  #lastAttempt = -Infinity;
  #drains: (() => void)[] = [];

  constructor(options: LogShipperOptions) {
    this.#options = options;
    void this.#run();
  }

  /** There is something new. A wait for the server goes on. */
  wake(): void {
    this.#sleeper.call();
  }

  /** Circumstances have changed: a wait for the server ends, but not more than once a second. */
  retry(): void {
    if (performance.now() - this.#lastAttempt >= MIN_RETRY_MS) this.#sleeper.rouse();
  }

  /** Sends at once. Resolves when nothing is left that may be sent, or when sending failed. */
  drain(): Promise<void> {
    if (this.#stopped) return Promise.resolve();
    return new Promise((resolve) => {
      this.#drains.push(resolve);
      this.#sleeper.rouse();
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#sleeper.rouse();
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      // Those who ask while a batch is under way are answered by the next one.
      const drains = this.#drains.splice(0);
      const next = await this.#ship(drains.length > 0).catch((): Next => ({
        sleepMs: LOOK_AGAIN_MS,
        soft: false,
      }));
      if (next.sleepMs === 0) this.#drains.push(...drains);
      else {
        for (const resolve of drains) resolve();
        if (!this.#stopped && this.#drains.length === 0) await this.#sleeper.sleep(next.sleepMs, next.soft);
      }
    }
    for (const resolve of this.#drains) resolve();
  }

  async #ship(draining: boolean): Promise<Next> {
    const { queue, isOnline, onDelivery, emitted } = this.#options;
    const batch = await queue.peek();
    const parts = toParts(batch, emitted);
    if (parts.length === 0) {
      onDelivery({ state: 'idle' });
      return { sleepMs: LOOK_AGAIN_MS, soft: true };
    }
    if (!isOnline() && !draining && performance.now() - this.#lastAttempt < MAX_BACKOFF_MS) {
      onDelivery({ state: 'offline' });
      return { sleepMs: MAX_BACKOFF_MS, soft: false };
    }
    onDelivery({ state: 'sending' });
    const stop = await this.#send(parts);
    if (!stop) {
      return { sleepMs: draining || isLarge(batch) ? 0 : SPACING_MS, soft: false };
    }
    const state = stop.state === 'waiting' && !isOnline() ? 'offline' : stop.state;
    onDelivery({ state, reason: stop.why, retry_at: Date.now() + stop.ms });
    return { sleepMs: Math.max(stop.ms, 1), soft: false };
  }

  async #send(parts: readonly Part[]): Promise<Stop | undefined> {
    const { transport, random = Math.random } = this.#options;
    this.#lastAttempt = performance.now();
    const outcome = await transport.send(printParts(parts));
    const failures = this.#failures + 1;
    const action = decide(outcome, { failures, now: Date.now(), random });
    if (action.kind === 'acknowledge') {
      const rejections = new Map(parts.map((part) => [part, rejectionsOf(part, action.reply)]));
      const named = parts.filter((part) => rejections.get(part));
      await this.#settle(settleParts(named, (part) => rejections.get(part)!));
      this.#failures = named.length < parts.length ? failures : 0;
      if (this.#failures === 0) return undefined;
      return { state: 'waiting', ms: backoffMs(failures, random), why: 'unknown_body' };
    }
    if (action.kind === 'split') {
      const { reason } = action;
      const halves = halve(parts);
      if (halves) return this.#sendHalves(halves, reason === undefined);
      if (!reason) return { state: 'waiting', ms: MAX_BACKOFF_MS, why: 'status_500' };
      await this.#settle(settleParts(parts, (part) => rangeOf(part, reason)));
      return undefined;
    }
    this.#failures = failures;
    return action;
  }

  /** @param suspected both halves are tried, whatever becomes of the first */
  async #sendHalves([first, second]: [Part[], Part[]], suspected: boolean): Promise<Stop | undefined> {
    if (suspected) this.#failures += 1;
    const stop = await this.#send(first);
    if (stop && !suspected) return stop;
    return (await this.#send(second)) ?? stop;
  }

  async #settle(settlement: Settlement): Promise<void> {
    await this.#options.queue.settle(settlement);
    this.#options.onSettled(settlement);
  }
}

/** A good part of a request: there is likely more to come. */
function isLarge({ segments }: QueueBatch): boolean {
  return segments.length > 1 || (segments[0]?.bytes ?? 0) > SHIPPER_BATCH_BYTES / 4;
}

interface Next {
  readonly sleepMs: number;
  /** Whether news end the sleep. */
  readonly soft: boolean;
}

/** What the server refused of a part; `undefined` when its reply does not name the part. */
function rejectionsOf({ header }: Part, { segments }: IngestReply): DroppedRange[] | undefined {
  return segments
    .find(({ session, from, to }) => session === header.session && from === header.from && to === header.to)
    ?.rejected.map(({ seq, code }) => [seq, seq, rejectionReason(code)]);
}
