import { compareCursors, LOG_LEVELS, type LogEntry, type LogLevel } from '@tailrace/protocol/core';
import type { LogDrop, LogGap, LogLoss, LogRow, LogRowKind } from './buffer/LogRow.ts';
import type { LogRows, LogRowsObserver, LogRowTotals } from './buffer/LogRows.ts';
import { mergeOrder, rowsInFront } from './buffer/mergeOrder.ts';
import { compareText, RowStore, type Mark } from './buffer/RowStore.ts';
import { tallyRows, type RowTally } from './buffer/tallyRows.ts';
import type { TextBlock } from './buffer/TextBlock.ts';

export type { EntryRow, LogDrop, LogGap, LogLoss, LogRow } from './buffer/LogRow.ts';

/** Rows that a buffer keeps unless told otherwise. */
const DEFAULT_CAPACITY = 10_000;
const FIRST_ERROR = LOG_LEVELS.indexOf('error');
/** Stands beside a position, for a mark that follows the entry there. */
const AFTER = 0.5;
const NOTHING: LogRowTotals = { entries: 0, errors: 0, trimmed: 0 };

export interface LogBufferOptions {
  /** Rows to keep; the oldest go first. @default 10_000 */
  readonly capacity?: number;
}

/**
 * The newest entries, in the order of their time (and where that is equal, of the store), each once. Facts
 * stand in typed arrays, text apart in blocks; entries are made when they are asked for. An append costs in
 * proportion to the batch, unless an entry is late: then also to what comes after it.
 *
 * @example
 * const buffer = new LogBuffer({ capacity: 100_000 });
 * buffer.append(entries);
 * buffer.get(buffer.length - 1); // the newest
 */
export class LogBuffer implements LogRows {
  readonly #capacity: number;
  readonly #listeners = new Set<() => void>();
  readonly #observers = new Set<LogRowsObserver>();
  readonly #store = new RowStore();
  /** Rows that `prepend` brought on top of the capacity. */
  #prepended = 0;
  #firstRow = 0;
  #version = 0;
  #totals = NOTHING;

  /** @throws {RangeError} when the capacity is not a whole number above 0 */
  constructor({ capacity = DEFAULT_CAPACITY }: LogBufferOptions = {}) {
    if (!Number.isInteger(capacity) || capacity < 1) {
      throw new RangeError(`capacity is ${capacity}; it must be a whole number above 0`);
    }
    this.#capacity = capacity;
  }

  get length(): number {
    return this.#store.columns.length;
  }

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

  get(index: number): LogRow | undefined {
    return index >= 0 && index < this.length ? this.#store.row(this.#at(index)) : undefined;
  }

  indexOf({ time, position, key }: LogRow): number {
    const { start, end, arrays } = this.#store.columns;
    const at = lowerBound(start, end, (other) => {
      const order = arrays.time[other]! - time || arrays.position[other]! - position;
      return (order || compareText(this.#store.key(other), key)) < 0;
    });
    return at < end && this.#store.key(at) === key ? at - start : -1;
  }

  keyAt(index: number): string {
    return this.#store.key(this.#at(index));
  }

  kindAt(index: number): LogRowKind {
    return this.#store.kind(this.#at(index));
  }

  levelAt(index: number): LogLevel | undefined {
    return LOG_LEVELS[this.#store.columns.arrays.code[this.#at(index)]!];
  }

  timeAt(index: number): number {
    return this.#store.columns.arrays.time[this.#at(index)]!;
  }

  sourceAt(index: number): string {
    return this.#store.names.nameOf(this.#store.columns.arrays.source[this.#at(index)]!);
  }

  loggerAt(index: number): string {
    return this.#store.names.nameOf(this.#store.columns.arrays.logger[this.#at(index)]!);
  }

  levelNumberAt(index: number): number {
    return this.#store.columns.arrays.code[this.#at(index)]!;
  }

  sourceNumberAt(index: number): number {
    return this.#store.columns.arrays.source[this.#at(index)]!;
  }

  loggerNumberAt(index: number): number {
    return this.#store.columns.arrays.logger[this.#at(index)]!;
  }

  nameOf(number: number): string {
    return this.#store.names.nameOf(number);
  }

  /** Entries of the rows from `first` up to and not including `end`, by level, source and logger. */
  tally(first: number, end: number): RowTally {
    const { columns, names } = this.#store;
    return tallyRows(columns, names, this.#at(first), this.#at(end));
  }

  messageAt(index: number): string {
    return this.#store.texts.get(this.blockNumberAt(index)).messageAt(this.slotAt(index));
  }

  messageLengthAt(index: number): number {
    return this.#store.texts.get(this.blockNumberAt(index)).messageLengthAt(this.slotAt(index));
  }

  firstLineLengthAt(index: number): number {
    return this.#store.columns.arrays.firstLine[this.#at(index)]!;
  }

  linesAt(index: number): number {
    return this.#store.columns.arrays.lines[this.#at(index)]!;
  }

  countAt(_index: number): number {
    return 1;
  }

  entryAt(index: number): LogEntry | undefined {
    return this.kindAt(index) === 'entry' ? this.#store.entry(this.#at(index)) : undefined;
  }

  detailsAt(index: number): string {
    return this.#store.texts.get(this.blockNumberAt(index)).detailsAt(this.slotAt(index));
  }

  blockNumberAt(index: number): number {
    return this.#store.columns.arrays.block[this.#at(index)]!;
  }

  slotAt(index: number): number {
    return this.#store.columns.arrays.slot[this.#at(index)]!;
  }

  blockOf(number: number): TextBlock | undefined {
    return this.#store.texts.find(number);
  }

  /** Takes entries in, in any order; those that it has are left out. */
  append(entries: readonly LogEntry[]): void {
    this.#take(entries.length, () => entries.forEach((entry) => this.#store.write(entry)));
  }

  /**
   * Takes older entries in, beyond the capacity: rows that somebody scrolled up for do not go at once. They
   * stay until as many newer ones have come, or until `releaseOlder`.
   */
  prepend(entries: readonly LogEntry[]): void {
    this.#take(entries.length, () => {
      for (const entry of entries) if (this.#store.write(entry)) this.#prepended += 1;
    });
  }

  /** Lets go of what is beyond the capacity, as `prepend` brought it. */
  releaseOlder(): void {
    this.#prepended = 0;
    if (this.#trim()) this.#changed();
  }

  /** Marks where entries are missing: after all that is there by now. */
  addGap(gap: LogGap): void {
    const time = this.length === 0 ? 0 : this.timeAt(this.length - 1);
    const position = Number(gap.to.slice(gap.to.lastIndexOf('.') + 1));
    this.#mark({ kind: 'gap', key: `gap-${gap.to}`, time, position, value: gap });
  }

  /** Takes the entries of a gap in, and the gap out; of those that nobody has any more it goes on to tell. */
  fillGap(gap: LogGap, entries: readonly LogEntry[]): void {
    const key = `gap-${gap.to}`;
    const index = this.#lastIndex((at) => this.#store.key(at) === key);
    const row = this.get(index);
    if (row) this.#remove(index);
    const inside = entries.filter(
      ({ cursor }) => compareCursors(cursor, gap.from) > 0 && compareCursors(cursor, gap.to) <= 0,
    );
    const count = gap.count - inside.length;
    if (row && count > 0) {
      const { time, position } = row;
      this.#mark({ kind: 'gap', key, time, position, value: { ...gap, count, reason: 'retention' } });
    }
    this.prepend(inside);
    if (row) this.#changed();
  }

  /** Marks what a session dropped: where its entries stop before the hole, or after all that is there. */
  addDrop(drop: LogDrop): void {
    this.#markSession('drop', drop);
  }

  /** Marks what a session lost, likewise. */
  addLoss(loss: LogLoss): void {
    this.#markSession('loss', loss);
  }

  clear(): void {
    this.#firstRow += this.length;
    this.#store.clear();
    this.#prepended = 0;
    this.#totals = NOTHING;
    this.#observers.forEach((observer) => observer.cleared());
    this.#changed();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly observe = (observer: LogRowsObserver): (() => void) => {
    this.#observers.add(observer);
    return () => this.#observers.delete(observer);
  };

  #at(index: number): number {
    return this.#store.columns.start + index;
  }

  #markSession(kind: 'drop' | 'loss', value: LogLoss): void {
    const { session, from, to } = value;
    const { columns } = this.#store;
    const number = this.#store.sessionNumber(session);
    const before = this.#lastIndex(
      (at) => columns.arrays.session[at] === number && columns.arrays.seq[at]! < from,
    );
    const index = before < 0 ? this.length - 1 : before;
    const time = index < 0 ? 0 : this.timeAt(index);
    const position = index < 0 ? 0 : columns.arrays.position[this.#at(index)]! + AFTER;
    this.#mark({ kind, key: `${kind}-${session}-${from}-${to}`, time, position, value });
  }

  #mark(mark: Mark): void {
    this.#take(1, () => this.#store.writeMark(mark));
  }

  /** Has rows written behind the last one, and brings them to their places. */
  #take(room: number, write: () => void): void {
    const { columns } = this.#store;
    columns.reserveBack(room);
    const middle = columns.end - columns.start;
    write();
    if (columns.length === middle) return;
    this.#count(middle);
    const places = this.#sort(middle);
    this.#observers.forEach((observer) => observer.added(places));
    this.#trim();
    this.#store.texts.settle();
    this.#changed();
  }

  #count(from: number): void {
    const { entries, errors, trimmed } = this.#totals;
    let [moreEntries, moreErrors] = [0, 0];
    for (let index = from; index < this.length; index += 1) {
      const code = this.#store.columns.arrays.code[this.#at(index)]!;
      if (code < LOG_LEVELS.length) moreEntries += 1;
      if (code < LOG_LEVELS.length && code >= FIRST_ERROR) moreErrors += 1;
    }
    this.#totals = { entries: entries + moreEntries, errors: errors + moreErrors, trimmed };
  }

  /** Brings what was written from `middle` on to its places, and tells which these are. */
  #sort(middle: number): Int32Array {
    const { columns, compare } = this.#store;
    const from = columns.start + middle;
    let sorted = middle === 0 || compare(from - 1, from) <= 0;
    for (let at = from + 1; sorted && at < columns.end; at += 1) sorted = compare(at - 1, at) <= 0;
    if (sorted) return ascending(middle, columns.end - from);
    const fresh = ascending(from, columns.end - from);
    fresh.sort(compare);
    const low = lowerBound(columns.start, from, (at) => compare(at, fresh[0]!) <= 0);
    const high = lowerBound(low, from, (at) => compare(at, fresh.at(-1)!) <= 0);
    // Whichever are fewer make room: those after the first new row, or those before the last.
    const places =
      high - columns.start < from - low
        ? this.#mergeInFront(high - columns.start, middle, fresh)
        : this.#mergeBehind(low, from, fresh);
    this.#firstRow -= rowsInFront(places, this.length);
    return places;
  }

  #mergeBehind(low: number, from: number, fresh: Int32Array): Int32Array {
    const { columns, compare } = this.#store;
    const { order, places } = mergeOrder(low, from, fresh, compare);
    columns.reorder(low, order);
    return places.map((place) => low - columns.start + place);
  }

  #mergeInFront(before: number, middle: number, fresh: Int32Array): Int32Array {
    const { columns, compare } = this.#store;
    const moved = columns.start + middle;
    columns.moveToFront(fresh.length);
    const { start } = columns;
    const [from, to] = [start + fresh.length, start + fresh.length + before];
    const { order, places } = mergeOrder(
      from,
      to,
      fresh.map((at) => at - moved + start),
      compare,
    );
    columns.reorder(start, order);
    return places;
  }

  #trim(): boolean {
    const excess = this.length - this.#capacity - this.#prepended;
    if (excess <= 0) return false;
    this.#observers.forEach((observer) => observer.leaving(0, excess));
    const { columns } = this.#store;
    for (let count = 0; count < excess; count += 1) this.#store.release(columns.start++);
    this.#firstRow += excess;
    this.#totals = { ...this.#totals, trimmed: this.#totals.trimmed + excess };
    return true;
  }

  /** Takes a row out of the middle. */
  #remove(index: number): void {
    this.#observers.forEach((observer) => observer.leaving(index, 1));
    this.#store.release(this.#at(index));
    this.#store.columns.remove(this.#at(index));
  }

  /** The last index that is so; rows that are looked for are mostly new. */
  #lastIndex(isSo: (at: number) => boolean): number {
    const { start, end } = this.#store.columns;
    for (let at = end - 1; at >= start; at -= 1) if (isSo(at)) return at - start;
    return -1;
  }

  #changed(): void {
    this.#version += 1;
    this.#listeners.forEach((listener) => listener());
  }
}

/** So many numbers, each one more than the one before. */
function ascending(first: number, count: number): Int32Array<ArrayBuffer> {
  const numbers = new Int32Array(count);
  for (let index = 0; index < count; index += 1) numbers[index] = first + index;
  return numbers;
}

/** The first place from `low` up to `high` that is not before. */
function lowerBound(low: number, high: number, isBefore: (at: number) => boolean): number {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (isBefore(middle)) from = middle + 1;
    else to = middle;
  }
  return from;
}
