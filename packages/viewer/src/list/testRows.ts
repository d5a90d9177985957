import { LOG_LEVELS, type LogEntry, type LogLevel } from '@tailrace/protocol/core';
import type { EntryRow } from '../stream/LogBuffer.ts';
import type { RowSource } from './RowSource.ts';
import type { LogRow } from '../stream/buffer/LogRow.ts';

const START = Date.UTC(2026, 10, 20, 9, 30);

/** Rows that are made when they are looked at, so that there can be any number of them. For tests and stories. */
export class MadeUpRows implements RowSource {
  #first: number;
  #end: number;
  #version = 0;
  readonly #message: (seq: number) => string;
  readonly #listeners = new Set<() => void>();

  /** @param first number of the first row; those before it can be prepended */
  constructor(count: number, message = defaultMessage, first = 0) {
    this.#first = first;
    this.#end = first + count;
    this.#message = message;
  }

  get length(): number {
    return this.#end - this.#first;
  }

  get version(): number {
    return this.#version;
  }

  get(index: number): EntryRow | undefined {
    if (index < 0 || index >= this.length) return undefined;
    const seq = this.#first + index;
    const entry = makeEntry(seq, this.#message(seq));
    return { kind: 'entry', key: entry.id, time: START + seq, position: seq, entry };
  }

  indexOf(row: LogRow): number {
    const index = row.position - this.#first;
    return index >= 0 && index < this.length ? index : -1;
  }

  levelAt(index: number): LogLevel {
    return levelOf(this.#first + index);
  }

  /** Puts rows at the end. */
  append(count: number): void {
    this.#end += count;
    this.#changed();
  }

  /** Puts rows before the first. */
  prepend(count: number): void {
    this.#first -= count;
    this.#changed();
  }

  /** Takes rows from the front. */
  trim(count: number): void {
    this.#first += count;
    this.#changed();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #changed(): void {
    this.#version += 1;
    this.#listeners.forEach((listener) => listener());
  }
}

function makeEntry(seq: number, message: string): LogEntry {
  const timestamp = new Date(START + seq).toISOString();
  return {
    id: `madeUpRows000001-${seq}`,
    session: 'madeUpRows000001',
    seq,
    timestamp,
    received_at: timestamp,
    cursor: `madeUp.${seq}`,
    level: levelOf(seq),
    source: ['checkout', 'api', 'web'][seq % 3]!,
    message,
  };
}

function levelOf(seq: number): LogLevel {
  return seq % 97 === 0 ? 'error' : seq % 31 === 0 ? 'warning' : LOG_LEVELS[seq % 2]!;
}

function defaultMessage(seq: number): string {
  return `Added product ${seq} to the cart after a look at its price`;
}

/** Rows that are there and stay. */
export class ListedRows implements RowSource {
  readonly version = 1;
  readonly #rows: readonly LogRow[];

  constructor(rows: readonly LogRow[]) {
    this.#rows = rows;
  }

  get length(): number {
    return this.#rows.length;
  }

  get(index: number): LogRow | undefined {
    return this.#rows[index];
  }

  indexOf(row: LogRow): number {
    return this.#rows.findIndex(({ key }) => key === row.key);
  }

  subscribe(): () => void {
    return () => {};
  }
}

/** A row of an entry that says this. */
export function messageRow(seq: number, message: string, more: Partial<LogEntry> = {}): LogRow {
  const entry = { ...makeEntry(seq, message), ...more };
  return { kind: 'entry', key: entry.id, time: START + seq * 731, position: seq, entry };
}
