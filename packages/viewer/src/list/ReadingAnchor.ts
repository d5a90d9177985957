import type { LogRow } from '../stream/buffer/LogRow.ts';
import type { HeightAt, Placement } from './placeRows.ts';
import type { RowElement } from './row/RowElement.ts';
import type { RowSource } from './RowSource.ts';

/** The row that stays where it is, whatever happens around it. */
export interface ReadingAnchor {
  readonly row: LogRow;
  index: number;
  /** Pixels that the top of the view is below the row's own top. */
  offset: number;
}

/** The first row that is seen from its top on stays; of one that fills the view, the part that is seen. */
export function chooseAnchor(
  source: RowSource,
  heights: HeightAt,
  { first, end, top }: Placement,
  viewPx: number,
): ReadingAnchor | undefined {
  let index = first;
  let offset = -top;
  if (offset > 0 && first + 1 < end) {
    const next = offset - heights.at(first);
    if (-next < viewPx / 2) {
      index = first + 1;
      offset = next;
    }
  }
  const row = source.get(index);
  return row && { row, index, offset };
}

/**
 * Finds the anchor again after rows came and went. Where its row is gone, the next one that was shown takes
 * its part, or else the first one there is.
 *
 * @param shown the rows as they still stand in the document
 */
export function findAnchor(
  anchor: ReadingAnchor,
  source: RowSource,
  shown: readonly RowElement[],
): ReadingAnchor | undefined {
  const index = source.indexOf(anchor.row);
  if (index >= 0) return { ...anchor, index };
  const from = shown.findIndex(({ row }) => row?.key === anchor.row.key);
  for (const { row, element } of from < 0 ? [] : shown.slice(from + 1)) {
    const at = row ? source.indexOf(row) : -1;
    if (!row || at < 0) continue;
    const offset = anchor.offset - (element.offsetTop - shown[from]!.element.offsetTop);
    return { row, index: at, offset };
  }
  const first = source.get(0);
  return first && { row: first, index: 0, offset: 0 };
}
