import type { TimeSpan } from './TimeRange.ts';

const DAY_MS = 86_400_000;

/** How precisely times are told where a bar is so long. */
function timeStyle(interval: number, manyDays: boolean): Intl.DateTimeFormatOptions {
  return {
    ...((manyDays || interval >= DAY_MS) && { month: 'short', day: 'numeric' }),
    ...(interval < DAY_MS && { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    ...(interval < 60_000 && { second: '2-digit' }),
    ...(interval < 1000 && { fractionalSecondDigits: 3 }),
  };
}

/**
 * A piece of time for people, no more precise than it has to be.
 *
 * @param interval milliseconds that matter
 */
export function formatSpan({ from, to }: TimeSpan, interval: number): string {
  const manyDays = new Date(from).toDateString() !== new Date(to).toDateString();
  const format = new Intl.DateTimeFormat(undefined, timeStyle(interval, manyDays));
  return `${format.format(from)} – ${format.format(to)}`;
}

/** A time of an axis. */
export function formatTick(time: number, { from, to }: TimeSpan, interval: number): string {
  return new Intl.DateTimeFormat(undefined, timeStyle(interval, to - from > DAY_MS)).format(time);
}
