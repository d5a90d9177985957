import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createTokenBucket } from './TokenBucket.ts';

const RATE = fc.integer({ min: 1, max: 5000 });

it('hands out at most its burst and what the rate gives, in any stretch of time', () => {
  const steps = fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(RATE, RATE, steps, (perSecond, burst, waits) => {
      let now = 0;
      const bucket = createTokenBucket(perSecond, burst, () => now);
      const taken: number[] = [];
      for (const ms of waits) {
        now += ms;
        for (let attempt = 0; attempt < 10; attempt += 1) if (bucket.take()) taken.push(now);
      }
      taken.forEach((from, first) => {
        taken.slice(first).forEach((to, count) => {
          expect(count + 1).toBeLessThanOrEqual(burst + ((to - from) * perSecond) / 1000 + 1e-6);
        });
      });
    }),
    { numRuns: 30 },
  );
});

it('hands out all of its burst at once, and the rate from then on', () => {
  fc.assert(
    fc.property(RATE, RATE, fc.integer({ min: 1, max: 20 }), (perSecond, burst, seconds) => {
      let now = 0;
      const bucket = createTokenBucket(perSecond, burst, () => now);
      const drain = () => {
        let count = 0;
        while (bucket.take()) count += 1;
        return count;
      };
      expect(drain()).toBe(burst);
      let later = 0;
      for (let ms = 0; ms < seconds * 1000; ms += 1) {
        now += 1;
        if (bucket.take()) later += 1;
      }
      // Asked once a millisecond. A bucket for one token is full when that is there, and what comes until it is
      // asked is lost: a millisecond at most for each.
      const msPerToken = burst === 1 ? Math.floor(1000 / perSecond) + 1 : Math.max(1, 1000 / perSecond);
      expect(later).toBeGreaterThanOrEqual(Math.floor((seconds * 1000) / msPerToken) - 1);
    }),
    { numRuns: 20, examples: [[30, 1, 2]] },
  );
});
