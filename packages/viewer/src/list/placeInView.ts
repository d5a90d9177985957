import type { HeightAt, Placement } from './placeRows.ts';

/** Pixels from the top of the view down to a row that can be seen. */
function topInView(heights: HeightAt, { first, top }: Placement, index: number): number {
  let px = top;
  for (let at = first; at < index; at += 1) px += heights.at(at);
  return px;
}

/** The row that stands so many pixels below the top of the view, or the nearest there is. */
export function indexInView(heights: HeightAt, { first, end, top }: Placement, px: number): number {
  let bottom = top;
  let index = first;
  for (; index < end; index += 1) {
    bottom += heights.at(index);
    if (bottom > px) break;
  }
  return Math.min(index, end - 1);
}

/**
 * How many pixels below a row's own top the view must begin, so that the row is seen after as little scrolling
 * as that takes.
 *
 * @returns nothing where it is seen as a whole already
 */
export function offsetToReveal(
  heights: HeightAt,
  placement: Placement,
  viewPx: number,
  index: number,
): number | undefined {
  const toBottom = heights.at(index) - viewPx;
  if (index < placement.first) return 0;
  if (index >= placement.end) return toBottom;
  const top = topInView(heights, placement, index);
  if (top < 0) return 0;
  return top + toBottom > 0 ? toBottom : undefined;
}
