const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Lengths that people count time in. Milliseconds. */
export const NICE_INTERVALS: readonly number[] = [
  1,
  2,
  5,
  10,
  20,
  50,
  100,
  200,
  500,
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7, 14, 28, 91, 364, 3640].map((days) => days * DAY),
];

/** The shortest of them of which so many bars, whole ones at whole multiples, hold what is from `from` to `to`. */
export function niceInterval(from: number, to: number, bars: number): number {
  const fits = (interval: number) => Math.floor(to / interval) - Math.floor(from / interval) < bars;
  const nice = NICE_INTERVALS.find(fits);
  if (nice !== undefined) return nice;
  let interval = NICE_INTERVALS.at(-1)!;
  // What begins before 1970 and ends after it takes two, however long they are.
  while (!fits(interval) && interval < Number.MAX_SAFE_INTEGER) interval *= 10;
  return interval;
}
