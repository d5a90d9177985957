import type { SortOrder, TimeKey } from '../LogStore.ts';

/** Rows that may wait for their turn; with more, arrival has little to do with time. */
const MAX_PENDING = 5000;

/** Gives the first time in the order that rows behind a position can still have. */
export type BoundBehind = (position: number) => number;

/**
 * Puts rows that come in the order of their arrival into the order by time, as far as it goes: a row is given when
 * nothing before it can come any more.
 *
 * @param boundEvery rows after which the bound is asked again: where asking costs more than a row
 * @returns whether all rows were given; otherwise those behind the last one are to be found in another way
 */
export function* arrivalWalk<Row extends TimeKey>(
  rows: Iterable<Row>,
  order: SortOrder,
  boundBehind: BoundBehind,
  boundEvery: number,
): Generator<Row, boolean> {
  const direction = order === 'asc' ? 1 : -1;
  const compare = (a: TimeKey, b: TimeKey) =>
    (a.timestamp - b.timestamp || a.position - b.position) * direction;
  let pending: Row[] = [];
  let enough = boundEvery;
  for (const row of rows) {
    pending.push(row);
    if (pending.length < enough) continue;
    const bound = boundBehind(row.position);
    pending.sort(compare);
    const firstToWait = pending.findIndex(({ timestamp }) => (timestamp - bound) * direction > 0);
    const ready = firstToWait < 0 ? pending : pending.slice(0, firstToWait);
    pending = firstToWait < 0 ? [] : pending.slice(firstToWait);
    yield* ready;
    if (pending.length > MAX_PENDING) return false;
    // The longer the line, the rarer a look at it: else each row would cost a look at all.
    enough = pending.length + Math.max(boundEvery, pending.length >> 3);
  }
  yield* pending.toSorted(compare);
  return true;
}
