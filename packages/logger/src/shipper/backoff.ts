/** Milliseconds of the shortest and the longest wait between attempts. */
export const MIN_BACKOFF_MS = 1000;
export const MAX_BACKOFF_MS = 60_000;
/** Milliseconds up to which a server's own wish is obeyed. */
export const MAX_RETRY_AFTER_MS = 60 * 60 * 1000;

/**
 * Full jitter: any time up to a bound that doubles with each failure, so that browsers which failed together
 * do not come back together.
 *
 * @param failures how many in a row, from 1
 * @returns milliseconds
 */
export function backoffMs(failures: number): number {
  const bound = Math.min(MAX_BACKOFF_MS, MIN_BACKOFF_MS * 2 ** failures);
  return MIN_BACKOFF_MS + Math.random() * (bound - MIN_BACKOFF_MS);
}

/**
 * Reads a `Retry-After` header: seconds, or an HTTP date.
 *
 * @returns milliseconds from now, at most an hour; `undefined` when the header says nothing usable
 */
export function retryAfterMs(header: string | null | undefined): number | undefined {
  if (!header) return undefined;
  const seconds = Number(header);
  // Of the three forms of a date one names no zone, and means the same.
  const date = header.includes('GMT') ? header : `${header} GMT`;
  const ms = Number.isNaN(seconds) ? Date.parse(date) - Date.now() : seconds * 1000;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), MAX_RETRY_AFTER_MS);
}
