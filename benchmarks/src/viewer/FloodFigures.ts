import type { FloodSeen } from './pages/flood.ts';

/** What a flood cost the page that showed it. */
export interface FloodFigures {
  /** Milliseconds from one frame to the next, which 95 of 100 stay below. */
  readonly p95FrameMs: number;
  readonly worstFrameMs: number;
  /** Tasks above 50 ms. */
  readonly longTasks: number;
  readonly longestTaskMs: number;
  /** Of one core, from 0 to 1: the page's main thread. */
  readonly mainThread: number;
  /** Milliseconds from arrival to screen, which 95 of 100 batches stay below. */
  readonly p95LagMs: number;
  readonly worstLagMs: number;
  readonly isTailLost: boolean;
}

/** @param mainThreadSeconds that the page's main thread was at work meanwhile */
export function floodFigures(seen: FloodSeen, mainThreadSeconds: number): FloodFigures {
  return {
    p95FrameMs: share(seen.frames, 0.95),
    worstFrameMs: share(seen.frames, 1),
    longTasks: seen.longTasks.length,
    longestTaskMs: share(seen.longTasks, 1),
    mainThread: mainThreadSeconds / (seen.elapsed / 1000),
    p95LagMs: share(seen.lags, 0.95),
    worstLagMs: share(seen.lags, 1),
    isTailLost: seen.isTailLost,
  };
}

/** The value that this share of them is not above; 0 of none. */
function share(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0;
}
