import type { RowWindow } from './row/RowWindow.ts';
import type { RowHeights } from './RowHeights.ts';

/**
 * Measures the rows that are in the document, with one layout for all of them.
 *
 * @returns whether a height is not what it was thought to be
 */
export function measureRows({ rows, first }: RowWindow, heights: RowHeights): boolean {
  let news = false;
  const boxes = rows.map(({ element }) => element.offsetHeight);
  rows.forEach(({ row }, at) => {
    const before = heights.at(first + at);
    if (row && heights.measure(row.key, boxes[at]!) && boxes[at] !== before) news = true;
  });
  return news;
}
