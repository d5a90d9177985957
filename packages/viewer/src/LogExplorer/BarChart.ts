import { LOG_LEVELS } from '@tailrace/protocol/core';
import type { LogHistogramAnswer } from '@tailrace/protocol/core';
import type { HistogramBar } from '../stream/counts/LogHistogram.ts';
import type { TimeSpan } from './TimeRange.ts';

/** Entries over time: bars of the same length, one after the other, also where nothing happened. */
export interface BarChart {
  readonly bars: readonly HistogramBar[];
  /** Milliseconds of a bar. */
  readonly interval: number;
}

export const NO_BARS: BarChart = { bars: [], interval: 0 };

/** Bars of what a server counted; it leaves out where nothing happened. */
export function chartOfAnswer(answer: LogHistogramAnswer, { from, to }: TimeSpan): BarChart {
  const { interval_ms: interval, buckets } = answer;
  const counted = new Map(buckets.map(({ start, counts }) => [Date.parse(start), counts]));
  const first = Math.floor(from / interval) * interval;
  const length = Math.max(1, Math.ceil((to - first) / interval));
  const bars = Array.from({ length }, (_, index) => {
    const time = first + index * interval;
    const counts = counted.get(time);
    return { time, counts: LOG_LEVELS.map((level) => counts?.[level] ?? 0) };
  });
  return { bars, interval };
}

/** What the bars stand for, from the first to the last. */
export function spanOf({ bars, interval }: BarChart): TimeSpan | undefined {
  const [first, last] = [bars[0], bars.at(-1)];
  return first && last && { from: first.time, to: last.time + interval };
}

export function totalOf({ counts }: HistogramBar): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
