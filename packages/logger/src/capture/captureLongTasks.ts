import type { Logger } from '../Logger.ts';
import { cleanUrls } from './cleanUrls.ts';
import { installOnce, type Installed } from './installOnce.ts';
import { quietly } from './quietly.ts';

const installed: Installed = new WeakMap();
/** When the last task that was logged began, for those from before are told at each installation. */
const lastStarts = new WeakMap<Logger, number>();

/** Milliseconds: an interaction that waits longer is not "good" by Interaction to Next Paint. */
export const DEFAULT_LONG_TASK_MS = 200;
/** The scripts that took longest are named, as many as this. */
export const MAX_SCRIPTS = 3;

/** Which long tasks are captured. */
export interface CaptureLongTasksOptions {
  /**
   * Milliseconds from which on a task is logged. Browsers tell none below 50.
   *
   * @default 200
   */
  readonly thresholdMs?: number;
}

/** W3C Long Animation Frames. */
interface AnimationFrameTiming extends PerformanceEntry {
  readonly blockingDuration?: number;
  readonly scripts?: readonly {
    readonly duration: number;
    readonly invoker: string;
    readonly sourceURL: string;
    readonly sourceFunctionName: string;
  }[];
}

/**
 * Logs tasks that kept the page from answering, at level `warning`, also from before the call. Where the
 * browser knows long animation frames, these are logged in their place, with the scripts that took the time.
 *
 * @returns how to undo it
 * @example
 * const undo = captureLongTasks(logger, { thresholdMs: 100 });
 */
export function captureLongTasks(
  logger: Logger,
  { thresholdMs = DEFAULT_LONG_TASK_MS }: CaptureLongTasksOptions = {},
): () => void {
  return installOnce(installed, logger, () => {
    const known = globalThis.PerformanceObserver?.supportedEntryTypes ?? [];
    const type = ['long-animation-frame', 'longtask'].find((name) => known.includes(name));
    if (!type) return [];
    const log = quietly(({ duration, startTime, blockingDuration, scripts = [] }: AnimationFrameTiming) => {
      if (duration < thresholdMs || startTime <= lastStarts.get(logger)!) return;
      lastStarts.set(logger, startTime);
      logger.warning(`Long task of ${Math.round(duration)} ms`, {
        type,
        start_ms: Math.round(startTime),
        duration_ms: Math.round(duration),
        ...(blockingDuration !== undefined && { blocking_ms: Math.round(blockingDuration) }),
        ...(scripts.length > 0 && {
          scripts: scripts
            .toSorted((a, b) => b.duration - a.duration)
            .slice(0, MAX_SCRIPTS)
            .map((script) => ({
              duration_ms: Math.round(script.duration),
              invoker: cleanUrls(script.invoker),
              file: cleanUrls(script.sourceURL),
              function: script.sourceFunctionName,
            })),
        }),
      });
    });
    const observer = new PerformanceObserver((list) => list.getEntries().forEach(log));
    observer.observe({ type, buffered: true });
    return [() => observer.disconnect()];
  });
}
