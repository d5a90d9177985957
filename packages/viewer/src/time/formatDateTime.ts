import { clockOf } from './formatClock.ts';
import { isZone, type TimeStyle } from './TimeStyle.ts';

/** A time with its day, `2026-11-20 09:30:02.185`, in a style; how long ago it was is told on the local clock. */
export function formatDateTime(ms: number, style: TimeStyle): string {
  const shown = style === 'relative' ? 'local' : style;
  const zone = shown === 'utc' ? { timeZone: 'UTC' } : isZone(shown) ? { timeZone: shown } : {};
  // Swedish writes days as ISO 8601 does.
  return `${new Intl.DateTimeFormat('sv-SE', zone).format(ms)} ${clockOf(shown)(ms)}`;
}
