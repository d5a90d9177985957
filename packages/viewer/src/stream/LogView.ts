import { isEverything, EVERYTHING, type LogFilter } from '@tailrace/protocol/core';
import { parseFilter } from '@tailrace/protocol/filter';
import type { LogRow } from './buffer/LogRow.ts';
import type { LogRows } from './buffer/LogRows.ts';
import { FilteredRows } from './view/FilteredRows.ts';
import { GroupedRows } from './view/GroupedRows.ts';
import { MappedRows } from './view/MappedRows.ts';

export interface LogViewOptions {
  /** In the filter language. @default '' everything */
  readonly filter?: string;
  /** Whether runs of entries with the same message, source and level are one row. @default false */
  readonly grouped?: boolean;
}

/**
 * Some of a buffer's rows, in groups or one by one: a list takes it in place of the buffer.
 *
 * @example
 * const view = new LogView(buffer, { filter: 'level:>=warning' });
 * view.setGrouped(true);
 */
export class LogView extends MappedRows {
  #filter: LogFilter = EVERYTHING;
  #filterText = '';
  #grouped = false;
  #filteredRows: FilteredRows | undefined;
  #groupedRows: GroupedRows | undefined;
  #detach = () => {};

  /** @throws {LogFilterError} when the filter cannot be read */
  constructor(rows: LogRows, { filter = '', grouped = false }: LogViewOptions = {}) {
    super(rows);
    this.#readFilter(filter);
    this.#grouped = grouped;
    this.#attach();
  }

  get filter(): string {
    return this.#filterText;
  }

  get grouped(): boolean {
    return this.#grouped;
  }

  /** Rows that the filter has not seen yet: it works in slices, from the newest. */
  get remaining(): number {
    return this.#filteredRows?.remaining ?? 0;
  }

  /** The rows before they are grouped: what to count. */
  get ungrouped(): LogRows {
    return this.#filteredRows ?? this.source;
  }

  get length(): number {
    return this.#front.length;
  }

  /** @throws {LogFilterError} when it cannot be read; the view stays as it was */
  setFilter(filter: string): void {
    if (filter === this.#filterText) return;
    this.#readFilter(filter);
    this.#switch(() => this.#closeFiltered());
  }

  setGrouped(grouped: boolean): void {
    if (grouped === this.#grouped) return;
    this.#grouped = grouped;
    this.#switch(() => {});
  }

  get(index: number): LogRow | undefined {
    return this.#front.get(index);
  }

  indexOf(row: LogRow): number {
    return this.#front.indexOf(row);
  }

  countAt(index: number): number {
    return this.#front.countAt(index);
  }

  sourceIndex(index: number): number {
    const inFiltered = this.#groupedRows ? this.#groupedRows.sourceIndex(index) : index;
    return this.#filteredRows ? this.#filteredRows.sourceIndex(inFiltered) : inFiltered;
  }

  /** Ends it. */
  close(): void {
    this.#closeGrouped();
    this.#closeFiltered();
  }

  get #front(): LogRows {
    return this.#groupedRows ?? this.#filteredRows ?? this.source;
  }

  #readFilter(text: string): void {
    this.#filter = text.trim() === '' ? EVERYTHING : parseFilter(text);
    this.#filterText = text;
  }

  #switch(close: () => void): void {
    this.#closeGrouped();
    close();
    this.tellCleared();
    this.#attach();
    this.tellAdded(Int32Array.from({ length: this.length }, (_, index) => index));
    this.tellChanged();
  }

  #attach(): void {
    if (!isEverything(this.#filter)) this.#filteredRows ??= new FilteredRows(this.source, this.#filter);
    if (this.#grouped) this.#groupedRows = new GroupedRows(this.ungrouped);
    const front = this.#front;
    const unobserve = front.observe({
      added: (places) => this.tellAdded(places),
      leaving: (index, count) => this.tellLeaving(index, count, () => {}),
      cleared: () => this.tellCleared(),
    });
    const unsubscribe = front.subscribe(() => {
      this.touch();
      this.tellChanged();
    });
    this.#detach = () => {
      unobserve();
      unsubscribe();
    };
  }

  #closeGrouped(): void {
    this.#detach();
    this.#groupedRows?.close();
    this.#groupedRows = undefined;
  }

  #closeFiltered(): void {
    this.#filteredRows?.close();
    this.#filteredRows = undefined;
  }
}
