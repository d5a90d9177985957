import type { LogFilter } from '@tailrace/protocol';
import type { LogRow } from '../buffer/LogRow.ts';
import type { LogRows } from '../buffer/LogRows.ts';
import { RowScan } from '../scan/RowScan.ts';
import { MappedRows } from './MappedRows.ts';
import { createRowMatcher } from './rowMatcher.ts';

/** Rows that are matched without looking at the clock. */
const CHUNK_ROWS = 256;

/** The rows that pass a filter. */
export class FilteredRows extends MappedRows {
  readonly #scan: RowScan;
  readonly #unsubscribe: () => void;

  constructor(source: LogRows, filter: LogFilter) {
    super(source);
    const matches = createRowMatcher(filter);
    const scan: { current?: RowScan } = {};
    this.#scan = scan.current = new RowScan({
      rows: source,
      chunkRows: CHUNK_ROWS,
      test: (rows, index, count) => {
        const passing: number[] = [];
        for (let offset = 0; offset < count; offset += 1) {
          if (matches(rows, index + offset)) passing.push(offset);
        }
        return passing;
      },
      listener: {
        // What passes while this is made is there from the start.
        passed: (places) => scan.current && this.tellAdded(places),
        leaving: (index, count, leave) => this.tellLeaving(index, count, leave),
        cleared: () => this.tellCleared(),
        progressed: () => {
          this.touch();
          this.tellChanged();
        },
      },
    });
    this.#unsubscribe = source.subscribe(() => this.tellChanged());
  }

  get length(): number {
    return this.#scan.numbers.length;
  }

  /** Rows that were not looked at yet. */
  get remaining(): number {
    return this.#scan.remaining;
  }

  get(index: number): LogRow | undefined {
    return index >= 0 && index < this.length ? this.source.get(this.sourceIndex(index)) : undefined;
  }

  indexOf(row: LogRow): number {
    const index = this.source.indexOf(row);
    if (index < 0) return -1;
    const own = this.#scan.numbers.lowerBound(this.source.firstRow + index);
    return own < this.length && this.sourceIndex(own) === index ? own : -1;
  }

  countAt(index: number): number {
    return this.source.countAt(this.sourceIndex(index));
  }

  sourceIndex(index: number): number {
    return this.#scan.numbers.at(index) - this.source.firstRow;
  }

  close(): void {
    this.#scan.stop();
    this.#unsubscribe();
  }
}
