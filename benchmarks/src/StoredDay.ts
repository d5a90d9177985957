import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { searchableText, type LogLine } from '@tailrace/protocol';
import Database from 'better-sqlite3';

type Row = readonly unknown[];

/** What is to be inserted for one transaction of the floor. */
export interface StoredBatch {
  readonly entries: readonly Row[];
  readonly words: readonly Row[];
  readonly keys: readonly Row[];
  /** Added up beforehand: each row of the counts is touched once. */
  readonly rollups: readonly Row[];
}

/** What a server wrote into its file of a day: the floor inserts exactly that, into exactly that layout. */
export interface StoredDay {
  /** The server's own statements, of its tables and indexes. */
  readonly schema: readonly string[];
  readonly batches: readonly StoredBatch[];
}

/** @param perBatch entries to a transaction */
export function readStoredDay(dataDir: string, perBatch: number): StoredDay {
  const file = readdirSync(dataDir).find((name) => /^entries-.*\.db$/.test(name));
  if (file === undefined) throw new Error(`There is no day in ${dataDir}`);
  const database = new Database(join(dataDir, file), { readonly: true });
  try {
    const schema = database
      .prepare<[], string>(
        `SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL
         AND (type = 'index' OR name NOT GLOB 'words_*' AND name NOT GLOB 'keys_*') ORDER BY rowid`,
      )
      .pluck()
      .all();
    const terms = termsOf(database);
    const rows = database.prepare<[], unknown[]>('SELECT * FROM entries ORDER BY position').raw().all();
    const spans = database.prepare<[], number>('SELECT DISTINCT span FROM rollups').pluck().all();
    const batches: StoredBatch[] = [];
    for (let from = 0; from < rows.length; from += perBatch) {
      batches.push(batchOf(rows.slice(from, from + perBatch), terms, spans));
    }
    return { schema, batches };
  } finally {
    database.close();
  }
}

/** The terms of each entry, which the index holds and the table does not. */
function termsOf(database: Database.Database): ReadonlyMap<number, string> {
  database.exec('CREATE VIRTUAL TABLE temp.key_terms USING fts5vocab(main, keys, instance)');
  const terms = new Map<number, string>();
  const all = database.prepare<[], { doc: number; term: string }>('SELECT doc, term FROM temp.key_terms');
  for (const { doc, term } of all.iterate()) {
    const known = terms.get(doc);
    terms.set(doc, known === undefined ? term : `${known} ${term}`);
  }
  return terms;
}

/** @param spans milliseconds that the server counts by */
function batchOf(
  rows: readonly Row[],
  terms: ReadonlyMap<number, string>,
  spans: readonly number[],
): StoredBatch {
  const counts = new Map<string, [key: unknown[], count: number, first: number, last: number]>();
  for (const [, tenant, , , timestamp, , severity, category, source] of rows) {
    const time = timestamp as number;
    for (const span of spans) {
      const key = [tenant, span, Math.floor(time / span) * span, severity, category, source];
      const name = key.join('/');
      const [, count, first, last] = counts.get(name) ?? [key, 0, time, time];
      counts.set(name, [key, count + 1, Math.min(first, time), Math.max(last, time)]);
    }
  }
  return {
    entries: rows,
    words: rows.map((row) => [row[0], searchableText(lineOf(row))]),
    keys: rows.map((row) => [row[0], terms.get(row[0] as number)]),
    rollups: [...counts.values()].map(([key, ...added]) => [...key, ...added]),
  };
}

/** With all that has words in it: of a line's beginning, which the columns have, nothing does. */
function lineOf(row: Row): LogLine {
  const line = row[12] as string;
  return JSON.parse(line.startsWith('{') ? line : `{${line}`) as LogLine;
}
