/** Units of how long ago something was, with their length in seconds. */
const UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
  ['s', 1],
] as const;
export type AgoUnit = (typeof UNITS)[number][0];

/**
 * How long before `now` a time was, in the largest unit that fits.
 *
 * @param ago puts it into words
 */
export function formatAgo(ms: number, now: number, ago: (amount: number, unit: AgoUnit) => string): string {
  const seconds = Math.max(0, Math.floor((now - ms) / 1000));
  const [unit, length] = UNITS.find((candidate) => seconds >= candidate[1]) ?? UNITS.at(-1)!;
  return ago(Math.floor(seconds / length), unit);
}
