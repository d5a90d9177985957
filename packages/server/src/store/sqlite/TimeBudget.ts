import type Database from 'better-sqlite3';

/** The time of a read is up, or nobody waits for it any more. */
export class TimeIsUp extends Error {
  override readonly name = 'TimeIsUp';
}

/**
 * A condition that is true of every row of `entries`, and ends the statement when the time is up. SQLite's own
 * progress handler is out of reach here, so that one row of 1,024 asks, by its position; put it before the
 * conditions that most rows fail. It costs 10 ns a row.
 */
export const KEEP_GOING = '(position % 1024 <> 0 OR keep_going())';

/** How long the read that is going on may take. A thread reads one thing at a time, so that one is enough. */
export class TimeBudget {
  #end = Infinity;
  #isCancelled: () => boolean = () => false;

  /** Begins the time of the next read. */
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

  /** Makes `KEEP_GOING` known to a connection. */
  addTo(database: Database.Database): void {
    database.function('keep_going', () => {
      this.check();
      return 1;
    });
  }
}
