import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { FacetValue } from '../stream/counts/FacetCounts.ts';
import type { LogBuffer } from '../stream/LogBuffer.ts';
import { useLateCode } from '../hooks/useLateCode.ts';
import { lateCode } from '../lateCode.ts';
import { NO_BARS, type BarChart } from './BarChart.ts';
import type { TimeSpan } from './TimeRange.ts';

/** Bars of a histogram at most. */
export const HISTOGRAM_BARS = 120;
/** Milliseconds between two renderings while entries come. */
const RENDER_MS = 250;

export interface BufferCounts {
  readonly chart: BarChart;
  values(field: string): readonly FacetValue[];
  isComplete(field: string): boolean;
}

/** There is nothing to count until entries come, and so it is fetched meanwhile. */
const counting = lateCode(() => import('./countEntries.ts'));

/** Counts of what a buffer has, kept true while it changes; renders a few times a second. */
export function useBufferCounts(buffer: LogBuffer, brush: TimeSpan | undefined): BufferCounts {
  const code = useLateCode(counting);
  const counts = useMemo(() => code && new code.LogCounts(buffer), [code, buffer]);
  // Closed, it begins anew when it is asked again: a page that is strict does so.
  useEffect(() => () => counts?.close(), [counts]);
  const [from, to] = [brush?.from, brush?.to];
  const inBrush = useMemo(
    () =>
      from === undefined || to === undefined ? undefined : code && new code.SpanCounts(buffer, { from, to }),
    [code, buffer, from, to],
  );
  const counter = inBrush ?? counts;
  const [progress, setProgress] = useState(0);
  useEffect(() => counter?.subscribe(() => setProgress((before) => before + 1)), [counter]);
  const version = useBufferVersion(buffer);
  return useMemo(() => {
    const options = { bars: HISTOGRAM_BARS };
    return {
      chart: counts
        ? { bars: counts.histogram(options), interval: counts.histogramInterval(options) }
        : NO_BARS,
      values: (field) => counter?.values(field) ?? [],
      isComplete: (field) => counter?.isComplete(field) ?? false,
    };
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- both say that the counts are others now
  }, [counts, counter, version, progress]);
}

function useBufferVersion(buffer: LogBuffer): number {
  const subscribe = useCallback(
    (changed: () => void) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      let last = 0;
      const stop = buffer.subscribe(() => {
        timer ??= setTimeout(
          () => {
            timer = undefined;
            last = performance.now();
            changed();
          },
          Math.max(0, RENDER_MS - (performance.now() - last)),
        );
      });
      return () => {
        stop();
        clearTimeout(timer);
      };
    },
    [buffer],
  );
  return useSyncExternalStore(
    subscribe,
    () => buffer.version,
    () => 0,
  );
}
