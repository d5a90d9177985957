import type { TraceRow } from './layOutTrace.ts';

/** A stretch of a trace, in milliseconds from its start. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

/** Least stretch that is shown: one millisecond is as exact as entries are. */
const MIN_WINDOW_MS = 1;
/** Share of a step's time that is shown before it and behind it. */
const MARGIN = 0.1;

/** From the start to the end. */
export function wholeWindow(duration: number): TimeWindow {
  return { from: 0, to: Math.max(duration, MIN_WINDOW_MS) };
}

/** A step and what is right beside it, within the whole. */
export function windowAround({ start, end }: TraceRow, duration: number): TimeWindow {
  const whole = wholeWindow(duration);
  const margin = Math.max((end - start) * MARGIN, MIN_WINDOW_MS / 2);
  return { from: Math.max(0, start - margin), to: Math.min(whole.to, end + margin) };
}

/** Where a step stands in a window, in percent; what is outside is cut off at the edge. */
export function placeIn(
  { from, to }: TimeWindow,
  { start, end }: TraceRow,
): { left: number; width: number; isOutside: boolean } {
  const percent = (ms: number) => Math.min(100, Math.max(0, ((ms - from) / (to - from)) * 100));
  const left = percent(start);
  return { left, width: percent(end) - left, isOutside: end < from || start > to };
}
