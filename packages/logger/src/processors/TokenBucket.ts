/** Hands out tokens at a rate, and saves some up. */
export interface TokenBucket {
  /** @returns whether there was one to take */
  take(): boolean;
}

/**
 * Makes a bucket, which is full. In any `t` seconds it hands out at most `burst + t × perSecond` tokens.
 *
 * @param burst how many it holds, at least 1
 * @param now milliseconds of a clock that nobody sets
 */
export function createTokenBucket(
  perSecond: number,
  burst: number,
  now: () => number = () => performance.now(),
): TokenBucket {
  const capacity = Math.max(1, burst);
  let tokens = capacity;
  let filledAt = now();
  return {
    take() {
      const at = now();
      tokens = Math.min(capacity, tokens + ((at - filledAt) * perSecond) / 1000);
      filledAt = at;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}
