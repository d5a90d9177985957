import { MAX_ENTRIES_PER_SECOND, MAX_ENTRY_BURST } from '@tailrace/protocol';
import type { MiddlewareHandler } from 'hono';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { AppEnv } from '../AppEnv.ts';
import { ProblemError } from '../Problem.ts';

/** Seconds over which a key's rate is taken: its burst is what the rate gives in so many. */
const WINDOW_SECONDS = MAX_ENTRY_BURST / MAX_ENTRIES_PER_SECOND;

/**
 * Keeps each key to a rate of entries. A request that begins within it is taken whole; the next is refused until
 * the window ends, before its body is read.
 *
 * @param entriesPerSecond for each key that has no rate of its own, on the average of 10 s; 0 is no limit
 * @example
 * app.post('/api/v1/logs', requireRole(authenticator, ['ingest']), limitEntries(1000), ingest);
 */
export function limitEntries(entriesPerSecond: number): MiddlewareHandler<AppEnv> {
  const byRate = new Map<number, RateLimiterMemory>();

  return async function limitEntriesHandler(c, next) {
    const { hash, rate = entriesPerSecond } = c.get('identity');
    if (rate === 0) {
      c.set('countEntries', () => undefined);
      return next();
    }
    const limiter = limiterOf(rate);
    const spent = await limiter.get(hash);
    if (spent && spent.remainingPoints <= 0 && spent.msBeforeNext > 0)
      throw tooMany(rate, spent.msBeforeNext);
    let isCounted = false;
    c.set('countEntries', (count) => {
      isCounted = true;
      void limiter.penalty(hash, Math.max(count, 1));
    });
    await next();
    // One that was refused before anybody could count has cost something, too.
    if (!isCounted) void limiter.penalty(hash, 1);
    return undefined;
  };

  function limiterOf(rate: number): RateLimiterMemory {
    const known = byRate.get(rate);
    if (known) return known;
    const limiter = new RateLimiterMemory({ points: rate * WINDOW_SECONDS, duration: WINDOW_SECONDS });
    byRate.set(rate, limiter);
    return limiter;
  }

  function tooMany(rate: number, msBeforeNext: number): ProblemError {
    // By the wall clock, which may have been set back since the window began.
    const seconds = Math.min(Math.ceil(msBeforeNext / 1000), WINDOW_SECONDS);
    return new ProblemError(
      'too_many_requests',
      `A key sends at most ${rate} entries a second, on the average of ${WINDOW_SECONDS} s: ` +
        'send these again later, or raise LOG_INGEST_RATE or the key’s own rate',
      { 'Retry-After': String(seconds) },
    );
  }
}
