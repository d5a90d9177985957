import type { SortOrder, TimeKey } from '../LogStore.ts';

/** Rows that may wait for their turn; with more, arrival has little to do with time. */
const MAX_PENDING = 5000;

/** What is known of the rows that a walk has not come to. */
export interface Outlook<Row extends TimeKey> {
  /** Gives the first time in the order that rows behind a position can still have. */
  boundBehind(position: number): number;
  /** Tells whether a row was given out of turn already. */
  isReadAhead(position: number): boolean;
  /**
   * Reads out of turn what lets a row wait: what may come before it, and stands behind a position.
   *
   * @returns `undefined` where that is too much
   */
  readAhead(waiting: TimeKey, position: number): Row[] | undefined;
}

/**
 * Puts rows that come in the order of their arrival into the order by time, as far as it goes: a row is given when
 * nothing before it can come any more.
 *
 * @returns whether all rows were given; otherwise those behind the last one are to be found in another way
 */
export function* arrivalWalk<Row extends TimeKey>(
  rows: Iterable<Row>,
  order: SortOrder,
  outlook: Outlook<Row>,
): Generator<Row, boolean> {
  const direction = order === 'asc' ? 1 : -1;
  const compare = (a: TimeKey, b: TimeKey) =>
    (a.timestamp - b.timestamp || a.position - b.position) * direction;
  let pending: Row[] = [];
  let ahead: Row[] = [];
  let enough = 1;
  let enoughToReadAhead = 1;
  for (const row of rows) {
    if (outlook.isReadAhead(row.position)) continue;
    pending.push(row);
    if (pending.length < enough) continue;
    const { position } = row;
    pending.sort(compare);
    // Of equal times, those that come have positions behind this one.
    let waiting = firstBehind(pending, { timestamp: outlook.boundBehind(position), position }, compare);
    if (waiting < pending.length && pending.length >= enoughToReadAhead) {
      const read = outlook.readAhead(pending[waiting]!, position);
      enoughToReadAhead = read ? 1 : pending.length * 2;
      if (read && read.length > 0) ahead = [...ahead, ...read].toSorted(compare);
    }
    const bound = { timestamp: outlook.boundBehind(position), position };
    waiting = firstBehind(pending, bound, compare);
    const waitingAhead = firstBehind(ahead, bound, compare);
    const ready = pending.slice(0, waiting);
    pending = pending.slice(waiting);
    if (waitingAhead === 0) {
      yield* ready;
    } else {
      const readyAhead = ahead.slice(0, waitingAhead);
      ahead = ahead.slice(waitingAhead);
      yield* [...ready, ...readyAhead].toSorted(compare);
    }
    if (pending.length === 0) enoughToReadAhead = 1;
    if (pending.length > MAX_PENDING) return false;
    // The longer the line, the rarer a look at it: else each row would cost a look at all.
    enough = pending.length + Math.max(1, pending.length >> 3);
  }
  yield* [...pending, ...ahead].toSorted(compare);
  return true;
}

function firstBehind(
  rows: readonly TimeKey[],
  key: TimeKey,
  compare: (a: TimeKey, b: TimeKey) => number,
): number {
  const index = rows.findIndex((row) => compare(row, key) > 0);
  return index < 0 ? rows.length : index;
}
