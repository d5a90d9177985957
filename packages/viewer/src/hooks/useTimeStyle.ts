import { useCallback, useEffect, useMemo, useState } from 'react';
import type { FirstLabels } from '../labels.ts';
import { formatAgo } from '../time/formatAgo.ts';
import { clockOf } from '../time/formatClock.ts';
import { isZone, nextTimeStyle, type TimeStyle } from '../time/TimeStyle.ts';

/** Milliseconds after which how long ago something was is told anew. */
const TELL_ANEW_MS = 1000;

export interface TimeStyleState {
  readonly style: TimeStyle;
  readonly setStyle: (style: TimeStyle) => void;
  /** Goes on to the next style. */
  readonly turn: () => void;
  /** What writes the times of rows. Another one when they are to be written anew. */
  readonly formatTime: (ms: number) => string;
}

/** How times are written. */
export function useTimeStyle(given: TimeStyle, labels: FirstLabels): TimeStyleState {
  const [style, show] = useState(given);
  const [zone, setZone] = useState(isZone(given) ? given : undefined);
  const [now, setNow] = useState(() => Date.now());
  const relative = style === 'relative';
  useEffect(() => {
    if (!relative) return undefined;
    const timer = setInterval(() => setNow(Date.now()), TELL_ANEW_MS);
    return () => clearInterval(timer);
  }, [relative]);
  const setStyle = useCallback((chosen: TimeStyle) => {
    setNow(Date.now());
    if (isZone(chosen)) setZone(chosen);
    show(chosen);
  }, []);
  const formatTime = useMemo(
    () => (relative ? (ms: number) => formatAgo(ms, now, labels.ago) : clockOf(style)),
    [relative, style, now, labels],
  );
  return { style, setStyle, turn: () => setStyle(nextTimeStyle(style, zone)), formatTime };
}
