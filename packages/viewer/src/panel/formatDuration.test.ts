import { expect, it } from 'vitest';
import { formatDuration } from './formatDuration.ts';

it.each([
  [0, '0 ms'],
  [0.44, '0.4 ms'],
  [45.2, '45 ms'],
  [999.4, '999 ms'],
  [2140.2, '2.14 s'],
  [12_000, '12 s'],
  [200_000, '3 min 20 s'],
  [7_500_000, '2 h 5 min'],
  [7_200_000, '2 h'],
])('%d ms is %s', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});
