import fc from 'fast-check';
import { expect, it } from 'vitest';
import { placeRows } from './placeRows.ts';

const VIEW_PX = 400;
const heightsOf = (px: readonly number[]) => ({ at: (index: number) => px[index]! });

const lists = fc.array(fc.integer({ min: 20, max: 900 }), { minLength: 1, maxLength: 80 });

it('covers the view without a hole, or shows every row', () => {
  fc.assert(
    fc.property(lists, fc.nat(100), fc.integer({ min: -2000, max: 2000 }), (px, index, offset) => {
      const { first, end, top, atEnd } = placeRows(heightsOf(px), px.length, VIEW_PX, { index, offset });
      const bottom = top + px.slice(first, end).reduce((sum, height) => sum + height, 0);
      expect(top).toBeLessThanOrEqual(0);
      expect(top).toBeGreaterThan(-px[first]!);
      expect(bottom >= VIEW_PX || (first === 0 && top === 0 && end === px.length)).toBe(true);
      expect(atEnd).toBe(end === px.length && bottom <= VIEW_PX);
    }),
  );
});

it('leaves the row in its place where both ends are far enough', () => {
  const px = Array.from({ length: 100 }, (_, index) => 20 + (index % 3) * 18);
  const { first, top } = placeRows(heightsOf(px), 100, VIEW_PX, { index: 50, offset: -7 });
  const rowTop = top + px.slice(first, 50).reduce((sum, height) => sum + height, 0);
  expect(rowTop).toBe(7);
});

it('puts the last row on the ground', () => {
  expect(placeRows(heightsOf([100, 200, 350]), 3, VIEW_PX, 'end')).toEqual({
    first: 1,
    end: 3,
    top: -150,
    atEnd: true,
  });
  expect(placeRows(heightsOf([]), 0, VIEW_PX, 'end').end).toBe(0);
});
