import type Database from 'better-sqlite3';
import { ROLLUP_SPANS } from './rollups.ts';

/** A removed entry, as rollups count it. */
export interface RemovedKind {
  readonly tenant: string;
  readonly severity: number;
  readonly category: string;
  readonly source: string;
  readonly timestamp: number;
}

interface Pending extends Omit<RemovedKind, 'timestamp'> {
  readonly span: number;
  readonly start: number;
  count: number;
}

const CELL = `tenant = @tenant AND span = @span AND start = @start AND severity = @severity
  AND category = @category AND source = @source`;
const ENTRIES_OF_CELL = `SELECT timestamp FROM entries WHERE tenant = @tenant AND severity = @severity
  AND timestamp >= @start AND timestamp < @start + @span AND category = @category AND source = @source`;

/** Takes from a file's rollups what one transaction removes from its entries. */
export class RollupRemover {
  readonly #subtract: Database.Statement;
  readonly #removeEmpty: Database.Statement;
  readonly #findEdges: Database.Statement;
  readonly #pending = new Map<string, Pending>();

  constructor(database: Database.Database) {
    this.#subtract = database.prepare(`UPDATE rollups SET count = count - @count WHERE ${CELL}`);
    this.#removeEmpty = database.prepare(`DELETE FROM rollups WHERE ${CELL} AND count <= 0`);
    this.#findEdges = database.prepare(
      `UPDATE rollups SET first = (${ENTRIES_OF_CELL} ORDER BY timestamp LIMIT 1),
         last = (${ENTRIES_OF_CELL} ORDER BY timestamp DESC LIMIT 1) WHERE ${CELL}`,
    );
  }

  count({ timestamp, ...kind }: RemovedKind): void {
    for (const span of ROLLUP_SPANS) {
      const start = Math.floor(timestamp / span) * span;
      // The source comes last, being the only part that may hold anything.
      const name = `${kind.tenant}/${span}/${start}/${kind.severity}/${kind.category}/${kind.source}`;
      const pending = this.#pending.get(name);
      if (pending) pending.count += 1;
      else this.#pending.set(name, { ...kind, span, start, count: 1 });
    }
  }

  /** To be called at the end of the transaction that removes the entries, when they are gone. */
  flush(): void {
    for (const cell of this.#pending.values()) {
      this.#subtract.run(cell);
      const { count: _, ...key } = cell;
      if (this.#removeEmpty.run(key).changes === 0) this.#findEdges.run(key);
    }
    this.#pending.clear();
  }
}
