import { LOG_LEVELS, type LogEntry, type LogLevel } from '@tailrace/protocol/core';
import type { LogRow, LogRowKind } from '../buffer/LogRow.ts';
import type { LogRows, LogRowsObserver, LogRowTotals } from '../buffer/LogRows.ts';
import { rowsInFront } from '../buffer/mergeOrder.ts';
import type { TextBlock } from '../buffer/TextBlock.ts';

const FIRST_ERROR = LOG_LEVELS.indexOf('error');

/** Some of the rows of others. What a row is, those say; which ones these are, who extends this. */
export abstract class MappedRows implements LogRows {
  protected readonly source: LogRows;
  readonly #listeners = new Set<() => void>();
  readonly #observers = new Set<LogRowsObserver>();
  #firstRow = 0;
  #version = 0;
  #changed = false;
  #totals: LogRowTotals = { entries: 0, errors: 0, trimmed: 0 };

  protected constructor(source: LogRows) {
    this.source = source;
  }

  abstract get length(): number;
  abstract get(index: number): LogRow | undefined;
  abstract indexOf(row: LogRow): number;
  abstract countAt(index: number): number;
  /** Where the row stands in the source. */
  abstract sourceIndex(index: number): number;

  get version(): number {
    return this.#version;
  }

  get totals(): LogRowTotals {
    return this.#totals;
  }

  get firstRow(): number {
    return this.#firstRow;
  }

  get trimmedCount(): number {
    return this.#totals.trimmed;
  }

  keyAt(index: number): string {
    return this.source.keyAt(this.sourceIndex(index));
  }

  kindAt(index: number): LogRowKind {
    return this.source.kindAt(this.sourceIndex(index));
  }

  levelAt(index: number): LogLevel | undefined {
    return this.source.levelAt(this.sourceIndex(index));
  }

  timeAt(index: number): number {
    return this.source.timeAt(this.sourceIndex(index));
  }

  sourceAt(index: number): string {
    return this.source.sourceAt(this.sourceIndex(index));
  }

  loggerAt(index: number): string {
    return this.source.loggerAt(this.sourceIndex(index));
  }

  levelNumberAt(index: number): number {
    return this.source.levelNumberAt(this.sourceIndex(index));
  }

  sourceNumberAt(index: number): number {
    return this.source.sourceNumberAt(this.sourceIndex(index));
  }

  loggerNumberAt(index: number): number {
    return this.source.loggerNumberAt(this.sourceIndex(index));
  }

  nameOf(number: number): string {
    return this.source.nameOf(number);
  }

  messageAt(index: number): string {
    return this.source.messageAt(this.sourceIndex(index));
  }

  messageLengthAt(index: number): number {
    return this.source.messageLengthAt(this.sourceIndex(index));
  }

  firstLineLengthAt(index: number): number {
    return this.source.firstLineLengthAt(this.sourceIndex(index));
  }

  linesAt(index: number): number {
    return this.source.linesAt(this.sourceIndex(index));
  }

  entryAt(index: number): LogEntry | undefined {
    return this.source.entryAt(this.sourceIndex(index));
  }

  detailsAt(index: number): string {
    return this.source.detailsAt(this.sourceIndex(index));
  }

  blockNumberAt(index: number): number {
    return this.source.blockNumberAt(this.sourceIndex(index));
  }

  slotAt(index: number): number {
    return this.source.slotAt(this.sourceIndex(index));
  }

  blockOf(number: number): TextBlock | undefined {
    return this.source.blockOf(number);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly observe = (observer: LogRowsObserver): (() => void) => {
    this.#observers.add(observer);
    return () => this.#observers.delete(observer);
  };

  /** Says that rows came; they stand in their places by now. */
  protected tellAdded(places: Int32Array): void {
    if (places.length === 0) return;
    const front = rowsInFront(places, this.length);
    this.#firstRow -= front;
    let { entries, errors } = this.#totals;
    for (const index of places.subarray(front)) {
      const level = this.levelNumberAt(index);
      if (level < LOG_LEVELS.length) entries += 1;
      if (level < LOG_LEVELS.length && level >= FIRST_ERROR) errors += 1;
    }
    this.#totals = { ...this.#totals, entries, errors };
    this.#observers.forEach((observer) => observer.added(places));
    this.#changed = true;
  }

  /** Says that rows are about to leave; `leave` has them do so. */
  protected tellLeaving(index: number, count: number, leave: () => void): void {
    if (count > 0) {
      this.#observers.forEach((observer) => observer.leaving(index, count));
      this.#changed = true;
    }
    leave();
    if (index > 0) return;
    this.#firstRow += count;
    this.#totals = { ...this.#totals, trimmed: this.#totals.trimmed + count };
  }

  protected tellCleared(): void {
    this.#totals = { entries: 0, errors: 0, trimmed: 0 };
    this.#observers.forEach((observer) => observer.cleared());
    this.#changed = true;
  }

  /** Says that a row is not what it was. */
  protected touch(): void {
    this.#changed = true;
  }

  /** Tells the listeners, if there is something to tell. */
  protected tellChanged(): void {
    if (!this.#changed) return;
    this.#changed = false;
    this.#version += 1;
    this.#listeners.forEach((listener) => listener());
  }
}
