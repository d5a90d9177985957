import type Database from 'better-sqlite3';

/** Positions that are described together: half a commit. */
export const STRETCH_POSITIONS = 512;

/**
 * What times lie in stretches of positions: the earliest and the latest of each. Who reads in the order of arrival
 * knows by them what can still come, and so gives the order by time without reading all.
 */
export const STRETCHES_SCHEMA = `
  CREATE TABLE stretches (
    number INTEGER PRIMARY KEY, first INTEGER NOT NULL, last INTEGER NOT NULL
  ) STRICT;
`;

/** Describes all entries of a file that had no stretches. */
export function fillStretches(database: Database.Database): void {
  database.exec(`
    INSERT INTO stretches
    SELECT position / ${STRETCH_POSITIONS}, min(timestamp), max(timestamp) FROM entries GROUP BY 1
  `);
}

export function stretchOf(position: number): number {
  return Math.floor(position / STRETCH_POSITIONS);
}

interface Pending {
  first: number;
  last: number;
}

/** Notes the times of what a transaction adds to a file, in the order of positions. */
export class StretchWriter {
  readonly #add: Database.Statement;
  readonly #pending = new Map<number, Pending>();

  constructor(database: Database.Database) {
    this.#add = database.prepare(
      `INSERT INTO stretches VALUES (@number, @first, @last)
       ON CONFLICT DO UPDATE SET first = min(first, excluded.first), last = max(last, excluded.last)`,
    );
  }

  count(position: number, timestamp: number): void {
    const number = stretchOf(position);
    const pending = this.#pending.get(number);
    if (!pending) {
      this.#pending.set(number, { first: timestamp, last: timestamp });
      return;
    }
    pending.first = Math.min(pending.first, timestamp);
    pending.last = Math.max(pending.last, timestamp);
  }

  /** To be called at the end of the transaction that wrote the entries. */
  flush(): void {
    for (const [number, { first, last }] of this.#pending) this.#add.run({ number, first, last });
    this.#pending.clear();
  }

  /** The transaction was rolled back. */
  forget(): void {
    this.#pending.clear();
  }
}
