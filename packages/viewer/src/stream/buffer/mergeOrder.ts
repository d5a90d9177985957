/** Rows in the order that they are to have. */
export interface MergedOrder {
  /** Where the row is now that is to come k-th. */
  readonly order: Int32Array;
  /** Which of these come from the fresh ones. */
  readonly places: Int32Array;
}

/**
 * Merges the rows `[from, to)` with the fresh ones; both are in order each.
 *
 * @param compare negative when row `a` belongs before row `b`
 */
export function mergeOrder(
  from: number,
  to: number,
  fresh: Int32Array,
  compare: (a: number, b: number) => number,
): MergedOrder {
  const order = new Int32Array(to - from + fresh.length);
  const places = new Int32Array(fresh.length);
  let next = from;
  let index = 0;
  fresh.forEach((row, ordinal) => {
    while (next < to && compare(next, row) <= 0) order[index++] = next++;
    places[ordinal] = index;
    order[index++] = row;
  });
  while (next < to) order[index++] = next++;
  return { order, places };
}

/**
 * How many of the new rows came before all others, and so moved none: what `firstRow` went down by.
 *
 * @param places indices of new rows, ascending
 * @param length of all rows, with the new ones
 */
export function rowsInFront(places: Int32Array, length: number): number {
  if (places.length === length) return 0;
  let count = 0;
  while (count < places.length && places[count] === count) count += 1;
  return count;
}
