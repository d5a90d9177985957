import type { LogLevel } from '@tailrace/protocol';
import { setBackgroundTimeout } from '../backgroundTimer.ts';
import type { LogProcessor, LogProcessorHost } from '../LogProcessor.ts';
import { watchPage } from '../page/pageLifecycle.ts';
import { createTokenBucket } from './TokenBucket.ts';

/** Milliseconds without a held back entry after which a flood counts as over. */
export const FLOOD_OVER_MS = 1000;

/** How many entries pass. */
export interface RateOptions {
  /** Entries a second that pass in the long run. @default 100 */
  readonly perSecond?: number;
  /** Entries that pass at once after a calm. @default ten times `perSecond` */
  readonly burst?: number;
  /** Milliseconds after which a flood that goes on is summed up. @default 10_000 */
  readonly summaryMs?: number;
}

/**
 * Holds back what is over a rate; it is counted as `rate_limited`, and one warning for each flood, or for each
 * `summaryMs` of it, says how much of which level it was. Audit entries always pass, and take no part.
 *
 * @example
 * createLogger({ ...options, processors: [limitRate({ perSecond: 50, burst: 500 })] });
 */
export function limitRate(options: RateOptions = {}): LogProcessor {
  const { perSecond = 100, burst = perSecond * 10, summaryMs = 10_000 } = options;
  const bucket = createTokenBucket(perSecond, burst);
  let host: LogProcessorHost | undefined;
  let heldBack: Partial<Record<LogLevel, number>> = {};
  let total = 0;
  let beganAt = 0;
  let lastAt = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const sumUp = () => {
    clearTimeout(timer);
    timer = undefined;
    if (total === 0) return;
    const metadata = { held_back: heldBack, total, per_second: perSecond, burst };
    heldBack = {};
    total = 0;
    host?.emit({ level: 'warning', message: 'Entries were held back by the rate limit', metadata });
  };
  const look = () => {
    const now = performance.now();
    if (now - lastAt >= FLOOD_OVER_MS || now - beganAt >= summaryMs) sumUp();
    else timer = setBackgroundTimeout(look, FLOOD_OVER_MS);
  };

  return {
    start(given) {
      host = given;
      const nothing = () => {};
      const stop = watchPage({ onHidden: sumUp, onLeave: sumUp, onVisible: nothing, onReturn: nothing });
      return () => {
        stop();
        sumUp();
      };
    },
    onEmit({ level = 'info', category }) {
      if (category === 'audit' || bucket.take()) return undefined;
      heldBack[level] = (heldBack[level] ?? 0) + 1;
      total += 1;
      lastAt = performance.now();
      if (total === 1) {
        beganAt = lastAt;
        timer = setBackgroundTimeout(look, Math.min(FLOOD_OVER_MS, summaryMs));
      }
      return 'rate_limited';
    },
  };
}
