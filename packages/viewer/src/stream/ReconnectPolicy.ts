import { CLOSE_CODES } from '@tailrace/protocol/core';

/** Upper bound of the first delay; it doubles with each attempt. Milliseconds. */
export const FIRST_DELAY_MS = 1000;
/** Upper bound of every delay. Milliseconds. */
export const MAX_DELAY_MS = 30_000;
/** A server may ask for more patience, but not for more than this. Milliseconds. */
export const MAX_ASKED_DELAY_MS = 5 * 60_000;
/** A connection that lived this long was a good one: attempts count from 0 again. Milliseconds. */
export const STABLE_MS = 5000;

/** How an attempt or a connection ended. */
export type ConnectionEnd =
  | { readonly kind: 'closed'; readonly code: number; readonly reason: string; readonly livedMs: number }
  /** `status` is absent when the server could not be reached. */
  | { readonly kind: 'ticket_failed'; readonly status?: number; readonly retryAfterMs?: number };

export type NextStep =
  | { readonly kind: 'retry'; readonly delayMs: number }
  | { readonly kind: 'refused' }
  | { readonly kind: 'give_up' };

export interface ReconnectPolicyOptions {
  readonly autoReconnect: boolean;
  readonly maxAttempts: number;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/**
 * Decides when to connect again: exponential with full jitter, so that ten thousand viewers of a server that
 * was restarted do not come back in the same second.
 */
export class ReconnectPolicy {
  readonly #options: ReconnectPolicyOptions;
  #attempt = 0;
  #refusals = 0;

  constructor(options: ReconnectPolicyOptions) {
    this.#options = options;
  }

  /** Attempts since the last stable connection. */
  get attempt(): number {
    return this.#attempt;
  }

  /** Starts over, as somebody wishes to be connected now. */
  restart(): void {
    this.#attempt = 0;
    this.#refusals = 0;
  }

  next(end: ConnectionEnd): NextStep {
    if (end.kind === 'ticket_failed' && (end.status === 401 || end.status === 403))
      return { kind: 'refused' };
    if (end.kind === 'closed' && end.livedMs >= STABLE_MS) this.restart();
    if (!this.#options.autoReconnect || this.#attempt >= this.#options.maxAttempts) {
      return { kind: 'give_up' };
    }
    this.#attempt += 1;
    if (isRefusal(end)) {
      this.#refusals += 1;
      // A ticket can be too old by the time it arrives; a second one in a row is not.
      return this.#refusals > 1 ? { kind: 'refused' } : { kind: 'retry', delayMs: 0 };
    }
    return { kind: 'retry', delayMs: askedDelay(end) ?? this.#jitter() };
  }

  #jitter(): number {
    return this.#options.random() * Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** (this.#attempt - 1));
  }
}

function isRefusal(end: ConnectionEnd): boolean {
  return (
    end.kind === 'closed' && (end.code === CLOSE_CODES.unauthenticated || end.code === CLOSE_CODES.forbidden)
  );
}

/** A restarting server spreads its clients itself: the first number of the close reason is milliseconds. */
function askedDelay(end: ConnectionEnd): number | undefined {
  if (end.kind === 'ticket_failed') {
    return end.retryAfterMs === undefined ? undefined : Math.min(end.retryAfterMs, MAX_ASKED_DELAY_MS);
  }
  const digits = end.code === CLOSE_CODES.restarting ? /\d{1,9}/.exec(end.reason)?.[0] : undefined;
  return digits === undefined ? undefined : Math.min(Number(digits), MAX_ASKED_DELAY_MS);
}
