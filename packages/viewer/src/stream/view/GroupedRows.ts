import type { LogRow } from '../buffer/LogRow.ts';
import type { LogRows } from '../buffer/LogRows.ts';
import { rowsInFront } from '../buffer/mergeOrder.ts';
import { RowNumbers } from '../scan/RowNumbers.ts';
import { MappedRows } from './MappedRows.ts';

/** Runs of entries with the same message, source and level, as one row each: the first, with their count. */
export class GroupedRows extends MappedRows {
  /** Row numbers of the source, at which runs begin. */
  readonly #starts = new RowNumbers();
  /** What a row of the source is with its count: the same while the count is. */
  readonly #counted = new WeakMap<LogRow, LogRow>();
  readonly #end: () => void;

  constructor(source: LogRows) {
    super(source);
    const starts: number[] = [];
    for (let index = 0; index < source.length; index += 1) {
      if (!this.#continues(index)) starts.push(source.firstRow + index);
    }
    this.#starts.insert(starts);
    const unobserve = source.observe({
      added: (places) => this.#onAdded(places),
      leaving: (index, count) => (index === 0 ? this.#onTrimmed(count) : this.#onRemoved(index, count)),
      cleared: () => {
        this.#starts.clear();
        this.tellCleared();
      },
    });
    const unsubscribe = source.subscribe(() => this.tellChanged());
    this.#end = () => {
      unobserve();
      unsubscribe();
    };
  }

  get length(): number {
    return this.#starts.length;
  }

  get(index: number): LogRow | undefined {
    const row = index >= 0 && index < this.length ? this.source.get(this.sourceIndex(index)) : undefined;
    const count = row ? this.countAt(index) : 1;
    if (row?.kind !== 'entry' || count === 1) return row;
    const known = this.#counted.get(row);
    if (known?.kind === 'entry' && known.count === count) return known;
    const counted = { ...row, count };
    this.#counted.set(row, counted);
    return counted;
  }

  /** The run that a row is in. */
  indexOf(row: LogRow): number {
    const index = this.source.indexOf(row);
    return index < 0 ? -1 : this.#starts.lowerBound(this.source.firstRow + index + 1) - 1;
  }

  countAt(index: number): number {
    const end =
      index + 1 < this.length ? this.#starts.at(index + 1) : this.source.firstRow + this.source.length;
    return end - this.#starts.at(index);
  }

  sourceIndex(index: number): number {
    return this.#starts.at(index) - this.source.firstRow;
  }

  close(): void {
    this.#end();
  }

  /** Whether a row of the source goes on with the run of the one before it. */
  #continues(index: number): boolean {
    return index > 0 && this.#same(index - 1, index);
  }

  #same(a: number, b: number): boolean {
    const { source } = this;
    return (
      source.levelNumberAt(a) === source.levelNumberAt(b) &&
      source.sourceNumberAt(a) === source.sourceNumberAt(b) &&
      source.messageLengthAt(a) === source.messageLengthAt(b) &&
      source.kindAt(a) === 'entry' &&
      source.messageAt(a) === source.messageAt(b)
    );
  }

  #onAdded(places: Int32Array): void {
    const { firstRow, length } = this.source;
    const numbers = Array.from(places, (place) => firstRow + place);
    this.#starts.shift(numbers.slice(rowsInFront(places, length)));
    // Whether a row begins a run is for the one before it to say: new ones, and those after new ones.
    const began: number[] = [];
    let previous = -1;
    for (const place of places) {
      for (const index of [place, place + 1]) {
        if (index <= previous || index >= length) continue;
        previous = index;
        const ordinal = this.#starts.lowerBound(firstRow + index);
        const begins = ordinal < this.length && this.#starts.at(ordinal) === firstRow + index;
        if (this.#continues(index) === !begins) continue;
        if (begins) this.#drop(ordinal);
        else began.push(firstRow + index);
      }
    }
    this.touch();
    this.tellAdded(this.#starts.insert(began));
  }

  /** The first run that is left may have lost its beginning. */
  #onTrimmed(count: number): void {
    const first = this.source.firstRow + count;
    const gone = this.#starts.lowerBound(first);
    const cut =
      count < this.source.length && (gone === this.length || this.#starts.at(gone) !== first) ? 1 : 0;
    this.tellLeaving(0, gone - cut, () => {
      this.#starts.leave(this.source.firstRow, count, false);
      if (cut > 0) this.#starts.insert([first]);
    });
    this.touch();
  }

  /** Marks leave one by one from between runs, which may be one then. */
  #onRemoved(index: number, count: number): void {
    const number = this.source.firstRow + index;
    const after = index + count;
    const ordinal = this.#starts.lowerBound(number);
    if (after < this.source.length && this.#same(index - 1, after)) {
      const next = this.#starts.lowerBound(number + count);
      if (next < this.length && this.#starts.at(next) === number + count) this.#drop(next);
    }
    const gone = this.#starts.lowerBound(number + count) - ordinal;
    this.tellLeaving(ordinal, gone, () => this.#starts.leave(number, count, true));
    this.touch();
  }

  #drop(ordinal: number): void {
    const number = this.#starts.at(ordinal);
    // A run is never the first of all that goes on with another.
    this.tellLeaving(ordinal, 1, () => this.#starts.leave(number, 1, false));
  }
}
