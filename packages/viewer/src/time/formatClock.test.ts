import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { formatAgo } from './formatAgo.ts';
import { clockOf } from './formatClock.ts';
import { formatDateTime } from './formatDateTime.ts';
import { knownZones, nextTimeStyle } from './TimeStyle.ts';

const ZONES = ['utc', 'local', 'Europe/Vienna', 'Asia/Kathmandu', 'America/St_Johns'] as const;

it('says the same as Intl does, in every zone and on days on which clocks are turned', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: Date.UTC(1990, 0), max: Date.UTC(2040, 0) }),
      fc.constantFrom(...ZONES),
      (ms, style) => {
        const timeZone = style === 'utc' ? 'UTC' : style === 'local' ? undefined : style;
        const expected = new Intl.DateTimeFormat('en-GB', {
          hour: '2-digit',
          minute: '2-digit',
          second: '2-digit',
          fractionalSecondDigits: 3,
          hourCycle: 'h23',
          ...(timeZone && { timeZone }),
        }).format(ms);
        expect(clockOf(style)(ms)).toBe(expected);
      },
    ),
  );
});

it('asks Intl once a minute', () => {
  const clock = clockOf('Pacific/Chatham');
  const asked = vi.spyOn(Intl.DateTimeFormat.prototype as { readonly format: unknown }, 'format', 'get');
  for (let at = 0; at < 100_000; at += 1) clock(Date.UTC(2026, 10, 20) + at * 6);
  expect(asked).toHaveBeenCalledTimes(10);
  asked.mockRestore();
});

it('writes the day as well, where there is room', () => {
  expect(formatDateTime(Date.UTC(2026, 10, 20, 23, 30, 1, 7), 'utc')).toBe('2026-11-20 23:30:01.007');
  expect(formatDateTime(Date.UTC(2026, 10, 20, 23, 30), 'Europe/Vienna')).toBe('2026-11-21 00:30:00.000');
});

it.each([
  [0, '0 s'],
  [-5000, '0 s'],
  [59_999, '59 s'],
  [60_000, '1 min'],
  [3_599_999, '59 min'],
  [7_200_000, '2 h'],
  [90_000_000, '1 d'],
])('tells that %i ms are %s', (ms, expected) => {
  expect(formatAgo(1e12 - ms, 1e12, (amount, unit) => `${amount} ${unit}`)).toBe(expected);
});

it('goes through the styles, with the zone that was chosen', () => {
  expect(nextTimeStyle('local', undefined)).toBe('utc');
  expect(nextTimeStyle('relative', undefined)).toBe('local');
  expect(nextTimeStyle('relative', 'Europe/Vienna')).toBe('Europe/Vienna');
  expect(nextTimeStyle('Europe/Vienna', 'Europe/Vienna')).toBe('local');
  expect(knownZones()).toContain('Europe/Vienna');
});
