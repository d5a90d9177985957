import { ProblemError } from '../Problem.ts';

const UNITS: Readonly<Record<string, number>> = { '': 1000, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of the shortest and the longest interval of a histogram. */
const MIN_INTERVAL = 1000;
const MAX_INTERVAL = 86_400_000;

/**
 * Reads the length of a histogram's buckets: `30s`, `5m`, `1h`, `1d`, or a number of seconds.
 *
 * @returns milliseconds
 * @throws {ProblemError} `invalid_parameter`
 */
export function parseInterval(text: string): number {
  const [, number, unit] = /^(\d{1,6})([smhd]?)$/.exec(text) ?? [];
  const interval = Number(number) * (UNITS[unit ?? ''] ?? Number.NaN);
  if (interval >= MIN_INTERVAL && interval <= MAX_INTERVAL) return interval;
  throw new ProblemError(
    'invalid_parameter',
    'interval must be from 1s to 1d: a whole number of seconds, or one with s, m, h or d',
  );
}
