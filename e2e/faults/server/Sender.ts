import { randomInt } from 'node:crypto';
import { Agent } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { post, type PostOutcome } from './post.ts';

/** Milliseconds that a sender waits at most, whatever `Retry-After` says: a harder test than the shipper's hour. */
const MAX_WAIT_MS = 1000;
const BACKOFF_MS = 30;
/** Share of the requests on which the sender hangs up, so that their replies are lost. */
const HANG_UP_SHARE = 0.05;
const HANG_UP_MS = 12;
/** Answers that ask to come again. */
const COME_AGAIN: ReadonlySet<number> = new Set([429, 502, 503, 504, 507]);

export interface SenderOptions {
  readonly url: string;
  readonly key: string;
  /** Entries of a batch, at most. @default 60 */
  readonly batch?: number;
  /** Characters that each message is filled up with. @default 40 */
  readonly padding?: number;
  /** Milliseconds between two batches. @default 10 */
  readonly pauseMs?: number;
  /** Whether it hangs up on some requests. @default true */
  readonly hangsUp?: boolean;
}

/** Sends as the shipper does, one batch after the other, each until it is acknowledged, and remembers what was. */
export class Sender {
  readonly session = Array.from({ length: 16 }, () => randomInt(36).toString(36)).join('');
  /** The line of each entry, from `seq` 1. */
  readonly lines: string[] = [];
  /** Of each entry, whether it was acknowledged. */
  readonly acknowledged: boolean[] = [];
  /** When each acknowledgement came, and how many it was for. Milliseconds of `performance.now`. */
  readonly acknowledgements: { readonly at: number; readonly entries: number }[] = [];
  /** Entries that were stored by a request whose reply was lost, and then acknowledged as duplicates. */
  duplicates = 0;
  /** Replies that ended in their middle, not by this sender. */
  cutReplies = 0;
  /** How often each status was answered. */
  readonly statuses = new Map<number, number>();
  /** Refusals that did not say when to come again. */
  withoutRetryAfter = 0;
  /** Answers that no sender should ever get. */
  readonly wrongs: string[] = [];

  readonly #options: SenderOptions;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  #isRunning = false;
  #loop: Promise<void> | undefined;

  constructor(options: SenderOptions) {
    this.#options = options;
  }

  start(): void {
    this.#isRunning = true;
    this.#loop = this.#run();
  }

  /** Makes nothing new, and resolves when all that was made is acknowledged. */
  async finish(): Promise<void> {
    this.#isRunning = false;
    await this.#loop;
    this.#agent.destroy();
  }

  get acknowledgedEntries(): number {
    return this.acknowledgements.reduce((sum, { entries }) => sum + entries, 0);
  }

  async #run(): Promise<void> {
    while (this.#isRunning) {
      const from = this.lines.length + 1;
      const count = 1 + randomInt(this.#options.batch ?? 60);
      for (let seq = from; seq < from + count; seq += 1) this.lines.push(this.#lineOf(seq));
      // A shipper has one batch on its way.
      // oxlint-disable-next-line no-await-in-loop
      await this.#deliver(from, from + count - 1);
      // oxlint-disable-next-line no-await-in-loop
      await delay(this.#options.pauseMs ?? 10);
    }
  }

  #lineOf(seq: number): string {
    return JSON.stringify({
      seq,
      timestamp: new Date().toISOString(),
      level: ['debug', 'info', 'warning', 'error'][seq % 4],
      source: 'faults',
      message: `fault ${this.session}/${seq} ${'x'.repeat(this.#options.padding ?? 40)}`,
      metadata: { turn: seq % 50 },
    });
  }

  async #deliver(from: number, to: number): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      const header = {
        v: 1,
        session: this.session,
        from,
        to,
        sent_at: new Date().toISOString(),
        emitted: this.lines.length,
      };
      const { url, key, hangsUp = true } = this.#options;
      const isHangingUp = hangsUp && Math.random() < HANG_UP_SHARE;
      const body = `${[JSON.stringify(header), ...this.lines.slice(from - 1, to)].join('\n')}\n`;
      // oxlint-disable-next-line no-await-in-loop
      const outcome = await post({
        url,
        key,
        agent: this.#agent,
        body,
        hangUpAfterMs: isHangingUp ? Math.random() * HANG_UP_MS : undefined,
      });
      if (outcome.kind === 'cut' && !isHangingUp) this.cutReplies += 1;
      if (outcome.kind === 'answer' && this.#take(outcome, from, to)) return;
      // oxlint-disable-next-line no-await-in-loop
      await delay(waitOf(outcome, attempt));
    }
  }

  /** @returns whether it is an acknowledgement */
  #take({ status, body, retryAfter }: PostOutcome & { kind: 'answer' }, from: number, to: number): boolean {
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
    if (status !== 200) {
      if (!COME_AGAIN.has(status)) this.wrongs.push(`${status} ${body.slice(0, 200)}`);
      else if (retryAfter === undefined) this.withoutRetryAfter += 1;
      return false;
    }
    const { segments } = JSON.parse(body) as { segments: readonly SegmentReply[] };
    const reply = segments.find(({ session }) => session === this.session);
    if (!reply || reply.from !== from || reply.to !== to || reply.rejected.length > 0) {
      this.wrongs.push(`200 ${body.slice(0, 200)}`);
      return false;
    }
    for (let seq = from; seq <= to; seq += 1) this.acknowledged[seq] = true;
    this.acknowledgements.push({ at: performance.now(), entries: to - from + 1 });
    this.duplicates += reply.duplicates;
    return true;
  }
}

interface SegmentReply {
  readonly session: string;
  readonly from: number;
  readonly to: number;
  readonly duplicates: number;
  readonly rejected: readonly unknown[];
}

function waitOf(outcome: PostOutcome, attempt: number): number {
  const asked = outcome.kind === 'answer' ? Number(outcome.retryAfter ?? 0) * 1000 : 0;
  const backoff = Math.random() * BACKOFF_MS * 2 ** Math.min(attempt, 4);
  return Math.min(MAX_WAIT_MS, Math.max(asked, backoff));
}
