const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * A length of time as people read it: `0.4 ms`, `812 ms`, `2.14 s`, `3 min 20 s`, `2 h 5 min`.
 *
 * @param ms milliseconds
 */
export function formatDuration(ms: number): string {
  if (ms < 10) return `${trim(ms, 1)} ms`;
  if (ms < SECOND) return `${Math.round(ms)} ms`;
  if (ms < 10 * SECOND) return `${trim(ms / SECOND, 2)} s`;
  if (ms < MINUTE) return `${trim(ms / SECOND, 1)} s`;
  if (ms < HOUR) return two(ms, MINUTE, 'min', SECOND, 's');
  return two(ms, HOUR, 'h', MINUTE, 'min');
}

function trim(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}

function two(ms: number, unit: number, name: string, small: number, smallName: string): string {
  const smalls = Math.round(ms / small);
  const rest = smalls % (unit / small);
  const whole = (smalls - rest) / (unit / small);
  return rest === 0 ? `${whole} ${name}` : `${whole} ${name} ${rest} ${smallName}`;
}
