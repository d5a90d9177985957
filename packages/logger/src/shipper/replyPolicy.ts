import { isIngestReply, type DropReason, type IngestReply, type Problem } from '@tailrace/protocol';
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

/**
 * Decides what an outcome means: the one place that knows what the shipper does with an answer.
 *
 * @param failures how many attempts in a row have failed if this one has: from 1
 */
export function decide({ status, body, retryAfter }: Outcome, failures: number): Action {
  const code = (body as Partial<Problem> | null | undefined)?.code;
  let why: string = code ?? `status_${status}`;
  if (status < 300) {
    if (isIngestReply(body)) return { kind: 'acknowledge', reply: body };
    why = status ? 'unknown_body' : 'network';
  } else if (status === 413) {
    return { kind: 'split', reason: 'too_large' };
  } else if (code && (status === 400 || status === 422)) {
    return { kind: 'split', reason: rejectionReason(code) };
  } else if (status < 500 && ![408, 425, 429].includes(status)) {
    // A key, an address or a method that is wrong now will be wrong in a second, too; and without a code
    // it is not the server that refuses an entry, but something on the way that refuses all.
    return { kind: 'stop', state: 'paused', ms: PAUSE_MS, why };
  }
  let ms = retryAfterMs(retryAfter) ?? backoffMs(failures);
  if (status === 500 && failures >= SUSPECT_AFTER_FAILURES) {
    if (failures === SUSPECT_AFTER_FAILURES) return { kind: 'split' };
    ms = MAX_BACKOFF_MS;
  }
  return { kind: 'stop', state: 'waiting', ms, why };
}

/** The drop reason for a code of the server's, whatever the code looks like. */
export function rejectionReason(code: string): DropReason {
  return /^\w{1,64}$/.test(code) ? `rejected_${code.toLowerCase()}` : 'rejected_unknown';
}
