import type { LogRows } from '../buffer/LogRows.ts';
import { RowScan, type RowTest } from '../scan/RowScan.ts';
import { findLiteral } from './findLiteral.ts';
import { RegexWorker, SearchError } from './RegexWorker.ts';
import { rowTexts } from './rowTexts.ts';
import { patternOf, type SearchQuery } from './SearchQuery.ts';

/** Rows that are searched without looking at the clock: about half a millisecond. */
const LITERAL_ROWS = 2048;
/** Rows that a worker is given at once, so that messages to it cost little. */
const REGEX_ROWS = 4096;

/** - `idle`: nothing is looked for
 * - `searching`: what was found so far is there
 * - `complete`: every row was looked at
 * - `failed`: `error` says why; nothing is found */
export type SearchState = 'idle' | 'searching' | 'complete' | 'failed';

/**
 * Looks for text in the messages of rows, and goes on doing so while they change. Work is done in slices of
 * 8 ms, regular expressions in a worker that is ended when one takes too long.
 *
 * @example
 * const search = new LogSearch(buffer);
 * search.find({ text: 'timed out' });
 * search.subscribe(() => console.log(search.state, search.count, search.next(-1)));
 */
export class LogSearch {
  readonly #rows: LogRows;
  readonly #listeners = new Set<() => void>();
  #scan: RowScan | undefined;
  #worker: RegexWorker | undefined;
  #query: SearchQuery | undefined;
  #pattern: RegExp | undefined;
  #error: SearchError | undefined;

  constructor(rows: LogRows) {
    this.#rows = rows;
  }

  get query(): SearchQuery | undefined {
    return this.#query;
  }

  /** The query's pattern, without flags but `i`. Run one that somebody typed with care: it may never end. */
  get pattern(): RegExp | undefined {
    return this.#pattern;
  }

  get state(): SearchState {
    if (this.#error) return 'failed';
    if (!this.#scan) return 'idle';
    return this.#scan.complete ? 'complete' : 'searching';
  }

  get error(): SearchError | undefined {
    return this.#error;
  }

  /** Rows that were found. */
  get count(): number {
    return this.#scan?.numbers.length ?? 0;
  }

  /** Rows that are still to be looked at. */
  get remaining(): number {
    return this.#scan?.remaining ?? 0;
  }

  /** Looks for something else; an empty text is nothing. */
  find(query: SearchQuery): void {
    this.#stop();
    this.#query = query;
    if (query.text !== '') this.#start(query);
    this.#changed();
  }

  /** Looks for nothing any more. */
  clear(): void {
    this.find({ text: '' });
  }

  /** Ends it. */
  close(): void {
    this.#stop();
    this.#listeners.clear();
  }

  /** Index of the n-th row that was found, from 0. */
  at(ordinal: number): number {
    return ordinal >= 0 && ordinal < this.count ? this.#scan!.numbers.at(ordinal) - this.#rows.firstRow : -1;
  }

  /** Which of the rows that were found this one is, from 0; -1 when it was not. */
  ordinalOf(index: number): number {
    const ordinal = this.#ordinalFrom(index);
    return this.at(ordinal) === index ? ordinal : -1;
  }

  isHit(index: number): boolean {
    return this.ordinalOf(index) >= 0;
  }

  /** Index of the first row found after this one, and after the last the first; -1 when there is none. */
  next(index: number): number {
    const ordinal = this.#ordinalFrom(index + 1);
    return this.at(ordinal < this.count ? ordinal : 0);
  }

  /** Index of the last row found before this one, and before the first the last; -1 when there is none. */
  previous(index: number): number {
    const ordinal = this.#ordinalFrom(index) - 1;
    return this.at(ordinal < 0 ? this.count - 1 : ordinal);
  }

  /** How many rows were found in each of so many equal parts of all rows: where to put ticks. */
  density(parts: number): Uint32Array {
    const counts = new Uint32Array(parts);
    let from = 0;
    for (let part = 0; part < parts; part += 1) {
      const to = this.#ordinalFrom(Math.ceil(((part + 1) * this.#rows.length) / parts));
      counts[part] = to - from;
      from = to;
    }
    return counts;
  }

  /** Calls the listener when the query, the state or what was found changes; not for each change of the rows. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #ordinalFrom(index: number): number {
    return this.#scan?.numbers.lowerBound(this.#rows.firstRow + index) ?? 0;
  }

  #start(query: SearchQuery): void {
    try {
      this.#pattern = patternOf(query);
      this.#scan = query.regex
        ? this.#scanForPattern(this.#pattern)
        : this.#scanForText(this.#pattern, query.text);
    } catch (error) {
      this.#error =
        error instanceof SearchError
          ? error
          : new SearchError('invalid_pattern', (error as Error).message, { cause: error });
    }
  }

  #scanForText({ source, flags }: RegExp, { length }: string): RowScan {
    const pattern = new RegExp(source, `g${flags}`);
    const test: RowTest = (rows, index, count) => {
      const found: number[] = [];
      for (const texts of rowTexts(rows, index, count)) findLiteral(texts, pattern, length, found);
      return found;
    };
    return this.#scanFor(test, LITERAL_ROWS);
  }

  #scanForPattern(pattern: RegExp): RowScan {
    const worker = (this.#worker = new RegexWorker(pattern));
    const test: RowTest = async (rows, index, count) => {
      const texts = rowTexts(rows, index, count);
      const entries = Uint8Array.from({ length: count }, (_, offset) =>
        Number(rows.kindAt(index + offset) === 'entry'),
      );
      const found = await worker.find(texts.map(({ text, ends }) => ({ text, ends })));
      return found
        .flatMap((numbers, ordinal) => Array.from(numbers, (number) => texts[ordinal]!.offset + number))
        .filter((offset) => entries[offset] === 1);
    };
    return this.#scanFor(test, REGEX_ROWS);
  }

  #scanFor(test: RowTest, chunkRows: number): RowScan {
    const changed = () => this.#changed();
    return new RowScan({
      rows: this.#rows,
      test,
      chunkRows,
      listener: {
        passed: changed,
        leaving: (_index, _count, leave) => {
          leave();
          changed();
        },
        progressed: changed,
        failed: (error) => this.#fail(error as SearchError),
      },
    });
  }

  #fail(error: SearchError): void {
    if (this.#error) return;
    this.#error = error;
    this.#scan?.stop();
    this.#scan = undefined;
    this.#changed();
  }

  #stop(): void {
    this.#scan?.stop();
    this.#worker?.close();
    this.#scan = this.#worker = this.#pattern = this.#error = undefined;
  }

  #changed(): void {
    this.#listeners.forEach((listener) => listener());
  }
}
