/** What is asked of heights here. */
export interface HeightAt {
  at(index: number): number;
}

/** A row, and how many pixels below its top edge the top of the view is: negative where it is above it. */
export interface ReadingPlace {
  readonly index: number;
  readonly offset: number;
}

/** The rows that cover the view. */
export interface Placement {
  readonly first: number;
  /** After the last. */
  readonly end: number;
  /** Pixels from the top of the view down to the first row: zero or negative, unless there are too few rows. */
  readonly top: number;
  /** Whether the last row ends where the view does, or before. */
  readonly atEnd: boolean;
}

/**
 * Finds the rows that cover a view of some pixels around a place. A place beyond either end is moved to
 * that end.
 */
export function placeRows(
  heights: HeightAt,
  length: number,
  viewPx: number,
  place: ReadingPlace | 'end',
): Placement {
  if (length === 0) return { first: 0, end: 0, top: 0, atEnd: true };
  if (place === 'end') return placeAtEnd(heights, length, viewPx);

  let first = Math.min(place.index, length - 1);
  let top = -place.offset;
  while (first > 0 && top > 0) top -= heights.at(--first);
  if (top > 0) top = 0;
  for (let height = heights.at(first); top + height <= 0 && first < length - 1; height = heights.at(first)) {
    top += height;
    first += 1;
  }
  let end = first;
  let bottom = top;
  while (end < length && bottom < viewPx) bottom += heights.at(end++);
  if (bottom < viewPx) return placeAtEnd(heights, length, viewPx);
  return { first, end, top, atEnd: end === length && bottom - viewPx < 1 };
}

function placeAtEnd(heights: HeightAt, length: number, viewPx: number): Placement {
  let first = length;
  let top = viewPx;
  while (first > 0 && top > 0) top -= heights.at(--first);
  return { first, end: length, top: Math.min(top, 0), atEnd: true };
}
