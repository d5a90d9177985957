/**
 * How times are written: on the reader's clock, in UTC, in a zone of the IANA database such as
 * `Europe/Vienna`, or as how long ago it was.
 */
export type TimeStyle = 'local' | 'utc' | 'relative' | `${string}/${string}`;

/** What the button goes through; a zone that was chosen comes after them. */
const STYLES: readonly TimeStyle[] = ['local', 'utc', 'relative'];

/** The next style, with a zone in the round where there is one. */
export function nextTimeStyle(style: TimeStyle, zone: TimeStyle | undefined): TimeStyle {
  const round = zone && isZone(zone) ? [...STYLES, zone] : STYLES;
  return round[(round.indexOf(style) + 1) % round.length]!;
}

export function isZone(style: TimeStyle): boolean {
  return !STYLES.includes(style);
}

/** The zones that this browser has a name for. */
export function knownZones(): readonly TimeStyle[] {
  return Intl.supportedValuesOf('timeZone').filter((zone): zone is TimeStyle => zone.includes('/'));
}
