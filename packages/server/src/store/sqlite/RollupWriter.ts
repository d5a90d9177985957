import type Database from 'better-sqlite3';
import { ROLLUP_SPANS } from './rollups.ts';
import type { EntryRow } from './rows.ts';

interface Pending {
  readonly key: readonly [
    tenant: string,
    span: number,
    start: number,
    severity: number,
    category: string,
    source: string,
  ];
  count: number;
  first: number;
  last: number;
}

/** Adds up what one transaction adds to a file's rollups, so that each of their rows is touched once. */
export class RollupWriter {
  readonly #add: Database.Statement;
  readonly #pending = new Map<string, Pending>();

  constructor(database: Database.Database) {
    this.#add = database.prepare(
      `INSERT INTO rollups VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET count = count + excluded.count,
         first = min(first, excluded.first), last = max(last, excluded.last)`,
    );
  }

  count(tenant: string, [, timestamp, severity, category, source]: EntryRow): void {
    for (const span of ROLLUP_SPANS) {
      const start = Math.floor(timestamp / span) * span;
      // The source comes last, being the only part that may hold anything.
      const name = `${tenant}/${span}/${start}/${severity}/${category}/${source}`;
      const pending = this.#pending.get(name);
      if (pending) {
        pending.count += 1;
        pending.first = Math.min(pending.first, timestamp);
        pending.last = Math.max(pending.last, timestamp);
      } else {
        const key = [tenant, span, start, severity, category, source] as const;
        this.#pending.set(name, { key, count: 1, first: timestamp, last: timestamp });
      }
    }
  }

  /** To be called at the end of the transaction that wrote the entries. */
  flush(): void {
    for (const { key, count, first, last } of this.#pending.values())
      this.#add.run(...key, count, first, last);
    this.#pending.clear();
  }

  /** The transaction was rolled back. */
  forget(): void {
    this.#pending.clear();
  }
}
