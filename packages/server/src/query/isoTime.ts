/** Milliseconds since 1970 up to which, and down to which, a `Date` goes. */
const MAX_TIME = 8.64e15;

/** Prints a time as ISO 8601, UTC; an interval that begins before all dates as the first of them. */
export function isoTime(ms: number): string {
  return new Date(Math.max(-MAX_TIME, Math.min(MAX_TIME, ms))).toISOString();
}
