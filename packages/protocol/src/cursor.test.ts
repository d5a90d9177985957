import { expect, it } from 'vitest';
import { compareCursors, formatCursor, parseCursor } from './cursor.ts';

it('a cursor comes apart as it was put together', () => {
  expect(parseCursor(formatCursor('k3x9', 1042))).toEqual({ epoch: 'k3x9', position: 1042 });
  expect(parseCursor(formatCursor('k3x9', 0))).toEqual({ epoch: 'k3x9', position: 0 });
});

it.each([
  '',
  'k3x9',
  'k3x9.',
  '.5',
  'k3x9.-1',
  'k3x9.01',
  'k3x9.1e3',
  'k3 x9.1',
  'k3x9.9999999999999999',
  'now',
])('%j is no cursor', (text) => {
  expect(parseCursor(text)).toBeUndefined();
});

it('cursors are ordered as numbers, not as text', () => {
  expect(compareCursors('e.9', 'e.10')).toBeLessThan(0);
  expect(compareCursors('e.10', 'e.10')).toBe(0);
});
