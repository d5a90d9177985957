import fc from 'fast-check';
import { afterEach, expect, it, vi } from 'vitest';
import { backoffMs, MAX_BACKOFF_MS, MAX_RETRY_AFTER_MS, MIN_BACKOFF_MS, retryAfterMs } from './backoff.ts';

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

it('waits a second at least, a minute at most, and up to twice as long after each failure', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10_000 }),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (failures, random) => {
        vi.spyOn(Math, 'random').mockReturnValue(random);
        const ms = backoffMs(failures);
        expect(ms).toBeGreaterThanOrEqual(MIN_BACKOFF_MS);
        expect(ms).toBeLessThanOrEqual(Math.min(MAX_BACKOFF_MS, MIN_BACKOFF_MS * 2 ** failures));
      },
    ),
  );
  vi.spyOn(Math, 'random').mockReturnValue(0.999);
  expect(backoffMs(1)).toBeCloseTo(2000, -2);
  expect(backoffMs(9)).toBeCloseTo(MAX_BACKOFF_MS, -3);
});

it.each([
  ['0', 0],
  [' 7 ', 7000],
  ['99999999', MAX_RETRY_AFTER_MS],
  ['Fri, 20 Nov 2026 10:31:00 GMT', 60_000],
  ['Fri, 20 Nov 2026 10:29:00 GMT', 0],
  ['Sat, 21 Nov 2026 10:30:00 GMT', MAX_RETRY_AFTER_MS],
  ['soon', undefined],
  ['', undefined],
  [null, undefined],
  [undefined, undefined],
])('reads Retry-After %j as %j ms', (header, ms) => {
  vi.useFakeTimers({ now: Date.parse('2026-11-20T10:30:00Z') });
  expect(retryAfterMs(header)).toBe(ms);
});
