import type Database from 'better-sqlite3';
import type { SortOrder } from '../LogStore.ts';
import type { TimeRange } from './timeRange.ts';

/** Positions that are described together: half a commit. */
const STRETCH_POSITIONS = 512;

/**
 * What times lie in stretches of positions: the earliest of each, and the latest up to its end. Who reads in the
 * order of arrival knows by them what can still come, and so gives the order by time without reading all.
 */
export const STRETCHES_SCHEMA = `
  CREATE TABLE stretches (
    number INTEGER PRIMARY KEY, first INTEGER NOT NULL, latest INTEGER NOT NULL
  ) STRICT;
`;

/** Describes all entries of a file that had no stretches. */
export function fillStretches(database: Database.Database): void {
  database.exec(`
    INSERT INTO stretches
    SELECT number, first, max(last) OVER (ORDER BY number) FROM (
      SELECT position / ${STRETCH_POSITIONS} AS number, min(timestamp) AS first, max(timestamp) AS last
      FROM entries GROUP BY 1
    )
  `);
}

interface Pending {
  first: number;
  latest: number;
}

/** Notes the times of what a transaction adds to a file, in the order of positions. */
export class StretchWriter {
  readonly #add: Database.Statement;
  readonly #pending = new Map<number, Pending>();

  constructor(database: Database.Database) {
    this.#add = database.prepare(
      `INSERT INTO stretches VALUES (@number, @first, max(@latest,
         ifnull((SELECT latest FROM stretches WHERE number < @number ORDER BY number DESC LIMIT 1), @latest)))
       ON CONFLICT DO UPDATE SET first = min(first, excluded.first), latest = max(latest, excluded.latest)`,
    );
  }

  count(position: number, timestamp: number): void {
    const number = stretchOf(position);
    const pending = this.#pending.get(number);
    if (!pending) {
      this.#pending.set(number, { first: timestamp, latest: timestamp });
      return;
    }
    pending.first = Math.min(pending.first, timestamp);
    pending.latest = Math.max(pending.latest, timestamp);
  }

  /** To be called at the end of the transaction that wrote the entries. */
  flush(): void {
    for (const [number, { first, latest }] of this.#pending) this.#add.run({ number, first, latest });
    this.#pending.clear();
  }

  /** The transaction was rolled back. */
  forget(): void {
    this.#pending.clear();
  }
}

/** Tells what times can lie where in a file. */
export class StretchReader {
  readonly #bound: (position: number) => number;
  #stretch = -1;
  #known = 0;

  constructor(database: Database.Database, order: SortOrder) {
    const bound = database
      .prepare<[number], number>(
        order === 'desc'
          ? 'SELECT latest FROM stretches WHERE number = ?'
          : 'SELECT min(first) FROM stretches WHERE number >= ?',
      )
      .pluck();
    this.#bound = (stretch) => bound.get(stretch)!;
  }

  /** The first time in the order that can still come behind a position. */
  boundBehind(position: number): number {
    const stretch = stretchOf(position);
    if (stretch !== this.#stretch) {
      this.#stretch = stretch;
      this.#known = this.#bound(stretch);
    }
    return this.#known;
  }
}

/** Positions outside of which no time of a range lies, both included. */
export interface PositionRange {
  readonly low: number;
  readonly high: number;
}

/** @returns `undefined` when no time of the range lies anywhere */
export function positionsOf(database: Database.Database, { from, to }: TimeRange): PositionRange | undefined {
  const find = (condition: string, order: SortOrder, time: number) =>
    database
      .prepare<[number], number>(
        `SELECT number FROM stretches WHERE ${condition} ORDER BY number ${order} LIMIT 1`,
      )
      .pluck()
      .get(time);
  const lowest = from === -Infinity ? 0 : find('latest >= ?', 'asc', from);
  const highest = to === Infinity ? Infinity : find('first < ?', 'desc', to);
  if (lowest === undefined || highest === undefined || lowest > highest) return undefined;
  return {
    low: lowest * STRETCH_POSITIONS,
    high: highest === Infinity ? Number.MAX_SAFE_INTEGER : (highest + 1) * STRETCH_POSITIONS - 1,
  };
}

function stretchOf(position: number): number {
  return Math.floor(position / STRETCH_POSITIONS);
}
