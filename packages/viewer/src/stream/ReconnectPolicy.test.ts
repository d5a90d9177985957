import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  FIRST_DELAY_MS,
  MAX_ASKED_DELAY_MS,
  MAX_DELAY_MS,
  ReconnectPolicy,
  STABLE_MS,
} from './ReconnectPolicy.ts';

const LOST = { kind: 'closed', code: 1006, reason: '', livedMs: 0 } as const;

function policy(options: { random?: () => number; maxAttempts?: number; autoReconnect?: boolean } = {}) {
  return new ReconnectPolicy({ autoReconnect: true, maxAttempts: Infinity, random: () => 0.5, ...options });
}

describe('ReconnectPolicy', () => {
  it('spreads each attempt over all of a window that doubles up to its limit', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.integer({ min: 1, max: 40 }),
        (random, n) => {
          const spread = policy({ random: () => random });
          for (let attempt = 1; attempt < n; attempt += 1) spread.next(LOST);
          const window = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** (n - 1));
          expect(spread.next(LOST)).toEqual({ kind: 'retry', delayMs: random * window });
        },
      ),
    );
  });

  it('counts from the beginning after a connection that lasted', () => {
    const patient = policy({ random: () => 1 });
    for (let attempt = 0; attempt < 5; attempt += 1) patient.next(LOST);
    expect(patient.next({ ...LOST, livedMs: STABLE_MS })).toEqual({ kind: 'retry', delayMs: FIRST_DELAY_MS });
  });

  it('tries a new ticket once when the server closes for want of authentication, and then believes it', () => {
    const refusal = { kind: 'closed', code: 4001, reason: 'unknown key', livedMs: 10 } as const;
    const obedient = policy();
    expect(obedient.next(refusal)).toEqual({ kind: 'retry', delayMs: 0 });
    expect(obedient.next({ ...refusal, code: 4003 })).toEqual({ kind: 'refused' });
  });

  it.each([401, 403])('believes a ticket refused with %i at once', (status) => {
    expect(policy().next({ kind: 'ticket_failed', status })).toEqual({ kind: 'refused' });
  });

  it('waits as long as the server asks, within reason', () => {
    const restart = { kind: 'closed', code: 1012, livedMs: STABLE_MS } as const;
    expect(policy().next({ ...restart, reason: '3421' })).toEqual({ kind: 'retry', delayMs: 3421 });
    expect(policy().next({ ...restart, reason: 'reconnect in 750 ms' })).toEqual({
      kind: 'retry',
      delayMs: 750,
    });
    expect(policy().next({ ...restart, reason: '999999999' })).toEqual({
      kind: 'retry',
      delayMs: MAX_ASKED_DELAY_MS,
    });
    expect(policy().next({ kind: 'ticket_failed', status: 503, retryAfterMs: 2000 })).toEqual({
      kind: 'retry',
      delayMs: 2000,
    });
  });

  it('gives up after so many attempts, or without one when told not to reconnect', () => {
    const limited = policy({ maxAttempts: 2 });
    expect([limited.next(LOST), limited.next(LOST), limited.next(LOST)].map(({ kind }) => kind)).toEqual([
      'retry',
      'retry',
      'give_up',
    ]);
    expect(policy({ autoReconnect: false }).next(LOST)).toEqual({ kind: 'give_up' });
  });
});
