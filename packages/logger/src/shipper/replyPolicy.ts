import type { DropReason, IngestReply } from '@tailrace/protocol';
import type { Outcome } from '../transport/LogTransport.ts';
import { backoffMs, MAX_BACKOFF_MS, retryAfterMs } from './backoff.ts';

/** Milliseconds to keep still when only people can help: a wrong key, a wrong address. */
export const PAUSE_MS = 5 * 60 * 1000;
/** Failures with 500 after which the batch itself is suspected, and halved once. */
export const SUSPECT_AFTER_FAILURES = 6;

/** What the shipper does next. */
export type Action =
  | { readonly kind: 'acknowledge'; readonly reply: IngestReply }
  /** Send each half alone. One entry alone is given up for `reason`, or kept when there is none. */
  | { readonly kind: 'split'; readonly reason?: DropReason }
  | ({ readonly kind: 'stop' } & Stop);

/** Why sending stops for now, and for how many milliseconds. */
export interface Stop {
  readonly state: 'waiting' | 'paused';
  readonly ms: number;
  readonly why: string;
}

/** What the decision may depend on, beside the outcome. */
export interface PolicyState {
  /** Failed attempts in a row, this one included: from 1. */
  readonly failures: number;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly random: () => number;
}

/** Decides what an outcome means: the one place that knows what the shipper does with an answer. */
export function decide(outcome: Outcome, { failures, now, random }: PolicyState): Action {
  const wait = (why: string, ms = backoffMs(failures, random)): Action => ({
    kind: 'stop',
    state: 'waiting',
    ms,
    why,
  });
  const pause = (why: string): Action => ({ kind: 'stop', state: 'paused', ms: PAUSE_MS, why });
  if (outcome.kind === 'reply') return { kind: 'acknowledge', reply: outcome.reply };
  if (outcome.kind === 'network') return wait('network');
  if (outcome.kind === 'unknown_body') return wait('unknown_body');

  const { status, code } = outcome;
  const why = code ?? `status_${status}`;
  switch (status) {
    case 400:
    case 422:
      // Without a code it is not the server that refuses an entry, but something on the way that refuses all.
      if (code) return { kind: 'split', reason: rejectionReason(code) };
      return pause(why);
    case 413:
      return { kind: 'split', reason: 'too_large' };
    case 500:
      if (failures < SUSPECT_AFTER_FAILURES) return wait(why);
      if (failures === SUSPECT_AFTER_FAILURES) return { kind: 'split' };
      return wait(why, MAX_BACKOFF_MS);
    case 408:
    case 425:
    case 429:
      break;
    default:
      // A key, an address or a method that is wrong now will be wrong in a second, too.
      if (status < 500) return pause(why);
  }
  return wait(why, retryAfterMs(outcome.retryAfter, now));
}

/** The drop reason for a code of the server's, whatever the code looks like. */
export function rejectionReason(code: string): DropReason {
  return /^\w{1,64}$/.test(code) ? `rejected_${code.toLowerCase()}` : 'rejected_unknown';
}
