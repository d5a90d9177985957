import { isZone, type TimeStyle } from './TimeStyle.ts';

const MINUTE_MS = 60_000;
/** Minutes whose text is kept; a list shows few at once. */
const MAX_MINUTES = 4096;

/** Writes a time of day to the millisecond: `09:05:00.007`. */
export type FormatClock = (ms: number) => string;

const known = new Map<TimeStyle, FormatClock>();

/**
 * What writes times of day in a style. Asks `Intl` once a minute and adds the rest by arithmetic, since it
 * takes a microsecond or more a time.
 */
export function clockOf(style: TimeStyle): FormatClock {
  let clock = known.get(style);
  if (!clock) known.set(style, (clock = makeClock(style)));
  return clock;
}

function makeClock(style: TimeStyle): FormatClock {
  const format = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(style === 'utc' ? { timeZone: 'UTC' } : isZone(style) && { timeZone: style }),
  });
  const minutes = new Map<number, string>();
  return (ms) => {
    const minute = Math.floor(ms / MINUTE_MS);
    let text = minutes.get(minute);
    if (text === undefined) {
      if (minutes.size >= MAX_MINUTES) minutes.clear();
      minutes.set(minute, (text = `${format.format(minute * MINUTE_MS)}:`));
    }
    const rest = Math.floor(ms - minute * MINUTE_MS);
    const seconds = Math.floor(rest / 1000);
    const millis = rest % 1000;
    return `${text}${seconds < 10 ? '0' : ''}${seconds}.${millis < 10 ? '00' : millis < 100 ? '0' : ''}${millis}`;
  };
}
