import type { Logger } from '../Logger.ts';
import { installOnce, type Installed } from './installOnce.ts';
import { quietly } from './quietly.ts';

const installed: Installed = new WeakMap();

/** What the web-vitals library tells of a metric. */
export interface WebVitalsMetric {
  /** `CLS`, `FCP`, `INP`, `LCP` or `TTFB`. */
  readonly name: string;
  /** Milliseconds, except for CLS, which has no unit. */
  readonly value: number;
  readonly rating: string;
  readonly id: string;
  readonly navigationType: string;
}

type OnMetric = (report: (metric: WebVitalsMetric) => void) => void;

/** The functions of the web-vitals library: the module itself, or those of it that the app wants. */
export interface WebVitals {
  readonly onCLS?: OnMetric;
  readonly onFCP?: OnMetric;
  readonly onINP?: OnMetric;
  readonly onLCP?: OnMetric;
  readonly onTTFB?: OnMetric;
}

/**
 * Logs Core Web Vitals as the app's own copy of the web-vitals library (version 4 or later) measures them:
 * `good` at level `info`, others at `warning`. The library is passed in; its bytes are not the logger's.
 *
 * @returns how to undo it: the library goes on measuring, but nothing is logged
 * @example
 * import { onCLS, onINP, onLCP } from 'web-vitals';
 * const undo = captureWebVitals(logger, { onCLS, onINP, onLCP });
 */
export function captureWebVitals(logger: Logger, webVitals: WebVitals): () => void {
  return installOnce(installed, logger, () => {
    let isActive = true;
    const log = quietly(({ name, value, rating, id, navigationType }: WebVitalsMetric) => {
      if (!isActive) return;
      logger[rating === 'good' ? 'info' : 'warning'](`${name} ${rating}`, {
        name,
        value,
        rating,
        id,
        navigation_type: navigationType,
      });
    });
    const { onCLS, onFCP, onINP, onLCP, onTTFB } = webVitals;
    for (const watch of [onCLS, onFCP, onINP, onLCP, onTTFB]) watch?.(log);
    return [
      () => {
        isActive = false;
      },
    ];
  });
}
