import { describe, expect, it } from 'vitest';
import { compareLogLevels, LOG_LEVELS, parseLogLevel, SEVERITY_NUMBERS } from './LogLevel.ts';

describe('parseLogLevel', () => {
  it.each([
    ['warning', 'warning'],
    ['WARN', 'warning'],
    [' Fatal ', 'critical'],
    ['emerg', 'critical'],
    ['notice', 'info'],
    ['trace', 'debug'],
    [1, 'debug'],
    [9, 'info'],
    [16, 'warning'],
    ['18', 'error'],
    [24, 'critical'],
  ])('reads %j as %s', (value, level) => {
    expect(parseLogLevel(value)).toBe(level);
  });

  it.each(['loud', '', 0, 25, 9.5, Number.NaN, null, undefined, {}, 'toString', '__proto__'])(
    'does not know %j',
    (value) => {
      expect(parseLogLevel(value)).toBeUndefined();
    },
  );
});

it('orders levels as it lists them, and as OpenTelemetry does', () => {
  expect(LOG_LEVELS.toSorted(compareLogLevels)).toEqual(LOG_LEVELS);
  expect(LOG_LEVELS.map((level) => SEVERITY_NUMBERS[level])).toEqual([5, 9, 13, 17, 21]);
});
