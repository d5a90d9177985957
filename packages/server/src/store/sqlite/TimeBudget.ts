import type Database from 'better-sqlite3';

/** The time of a read is up, or nobody waits for it any more. */
export class TimeIsUp extends Error {
  override readonly name = 'TimeIsUp';
}

/**
 * Conditions that are true of every row, and end the statement when the time is up. SQLite's own progress handler is
 * out of reach here, so that some rows ask: of `entries` one in 1,024, by its position, of `rollups` those of each
 * sixteenth minute, of the indexes of words and keys one in 1,024. It costs 10 ns a row. Put them before the conditions that most rows fail.
 */
export const ASK_IN_ENTRIES = '(position % 1024 <> 0 OR is_in_time())';
export const ASK_IN_INDEX = '(rowid % 1024 <> 0 OR is_in_time())';
export const ASK_IN_ROLLUPS = '(start % 960000 <> 0 OR is_in_time())';

/** How long the read that is going on may take. A thread reads one thing at a time, so that one is enough. */
export class TimeBudget {
  #end = Infinity;
  #isCancelled: () => boolean = () => false;

  /** Begins the time of the next read; one that must not be cut short has `Infinity`. */
  start(budgetMs: number, isCancelled: () => boolean = () => false): void {
    this.#end = performance.now() + budgetMs;
    this.#isCancelled = isCancelled;
  }

  get isSpent(): boolean {
    return performance.now() > this.#end || this.#isCancelled();
  }

  /** @throws {TimeIsUp} */
  check(): void {
    if (this.isSpent) throw new TimeIsUp();
  }

  /** Makes known to a connection what the conditions call. */
  addTo(database: Database.Database): void {
    database.function('is_in_time', () => {
      this.check();
      return 1;
    });
  }
}
