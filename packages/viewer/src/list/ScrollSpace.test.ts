import fc from 'fast-check';
import { expect, it } from 'vitest';
import { EXACT_PX, MAX_SCROLL_PX, ScrollSpace, type ScrollSpaceInput } from './ScrollSpace.ts';

const VIEW_PX = 400;

const uniform = (length: number, px = 20): ScrollSpaceInput => ({
  length,
  viewPx: VIEW_PX,
  uniform: true,
  estimate: () => px,
});
const varied = (length: number): ScrollSpaceInput => ({
  length,
  viewPx: VIEW_PX,
  uniform: false,
  estimate: (index) => 20 + 18 * ((index * 7) % 5),
});

const inputs = fc
  .tuple(fc.nat(10_000_000), fc.boolean())
  .map(([length, same]) => (same ? uniform(length + 1) : varied(length + 1)));

it('is as tall as all rows together where browsers can do that', () => {
  expect(new ScrollSpace(uniform(3)).height).toBe(60);
  expect(new ScrollSpace(uniform(199_999)).height).toBe(199_999 * 20);
  expect(new ScrollSpace(uniform(10_000_000)).height).toBe(MAX_SCROLL_PX);
  expect(new ScrollSpace(varied(100)).height).toBe(100 * (20 + 18 * 2));
});

it('stands for itself at both ends, pixel for pixel', () => {
  fc.assert(
    fc.property(inputs, fc.nat(EXACT_PX - 1), (input, px) => {
      const space = new ScrollSpace(input);
      const last = Math.max(0, space.height - VIEW_PX);
      for (const scroll of [Math.min(px, last), Math.max(0, last - px)]) {
        expect(space.toScroll(space.toPlace(scroll))).toBeCloseTo(scroll, 6);
      }
    }),
  );
});

it('never goes back when the thumb goes on', () => {
  fc.assert(
    fc.property(inputs, fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(5000), (input, share, step) => {
      const space = new ScrollSpace(input);
      const last = Math.max(0, space.height - VIEW_PX);
      const before = space.toPlace(last * share);
      const after = space.toPlace(Math.min(last, last * share + step));
      const later = after.index - before.index || after.offset - before.offset;
      expect(later).toBeGreaterThanOrEqual(0);
      expect(after.index).toBeLessThan(input.length);
    }),
  );
});

it('shows where a place is among all rows to a fiftieth of the bar', () => {
  const space = new ScrollSpace(uniform(10_000_000));
  for (const share of [0.1, 0.33, 0.5, 0.9]) {
    const scroll = space.toScroll({ index: 10_000_000 * share, offset: 0 });
    expect(Math.abs(scroll / (space.height - VIEW_PX) - share)).toBeLessThan(0.02);
  }
});
