import { LOG_LEVELS, type LogEntry, type LogLevel } from '@tailrace/protocol/core';
import { packDetails, unpackEntry } from './entryDetails.ts';
import { ROW_KINDS, type LogRow, type LogRowKind } from './LogRow.ts';
import { NameTable } from './NameTable.ts';
import { createTimestampReader } from './readTimestamp.ts';
import { readWhole } from './readWhole.ts';
import { RowCache } from './RowCache.ts';
import { RowColumns } from './RowColumns.ts';
import { RowIdentities } from './RowIdentities.ts';
import { TextStore } from './TextStore.ts';

/** What a 16-bit column can say. */
const MAX_UINT16 = 0xffff;
/** Codes from here on are of rows that are no entries. */
const LAST_LEVEL = LOG_LEVELS.length - 1;
const LEVEL_CODES: Readonly<Record<LogLevel, number>> = Object.fromEntries(
  LOG_LEVELS.map((level, code) => [level, code]),
) as Record<LogLevel, number>;

/** A row that is no entry, before it is written. */
export interface Mark {
  readonly kind: Exclude<LogRowKind, 'entry'>;
  readonly key: string;
  readonly time: number;
  readonly position: number;
  readonly value: object;
}

/** Writes rows into columns and text, and reads them again. Rows are named by where they are in the columns. */
export class RowStore {
  readonly columns = new RowColumns();
  readonly texts = new TextStore();
  readonly names = new NameTable();
  readonly #identities = new RowIdentities();
  readonly #cache = new RowCache<LogRow>();
  readonly #readTimestamp = createTimestampReader();

  /** Adds an entry after the last row; there must be room. @returns false when it is there already */
  write(entry: LogEntry): boolean {
    const { session, seq, message, cursor } = entry;
    const plainId = isPlainId(entry);
    const number = plainId ? this.#identities.add(session, seq) : this.#identities.add(entry.id, 0);
    if (number < 0) return false;
    const time = this.#readTimestamp(entry.timestamp);
    const dot = cursor.lastIndexOf('.');
    const plainPosition = readWhole(cursor, dot + 1);
    const plainCursor = plainPosition >= 0;
    const position = plainCursor ? plainPosition : Number(cursor.slice(dot + 1));
    const epoch =
      this.texts.epoch.length === dot && cursor.startsWith(this.texts.epoch)
        ? this.texts.epoch
        : cursor.slice(0, dot);
    const details = packDetails(entry, {
      id: plainId,
      timestamp: time !== undefined,
      cursor: plainCursor,
    });
    const at = this.#place(number, plainId ? seq : 0, time ?? Date.parse(entry.timestamp), position);
    const { arrays } = this.columns;
    arrays.code[at] = LEVEL_CODES[entry.level];
    arrays.source[at] = this.names.numberOf(entry.source);
    arrays.logger[at] = typeof entry.logger === 'string' ? this.names.numberOf(entry.logger) : 0;
    const firstLine = message.indexOf('\n');
    arrays.firstLine[at] = Math.min(firstLine < 0 ? message.length : firstLine, MAX_UINT16);
    arrays.lines[at] = firstLine < 0 ? 1 : Math.min(countLines(message, firstLine), MAX_UINT16);
    arrays.block[at] = this.texts.blockFor(epoch);
    arrays.slot[at] = this.texts.add(message, details, entry);
    return true;
  }

  /** Adds a mark after the last row; there must be room. @returns false when it is there already */
  writeMark({ kind, key, time, position, value }: Mark): boolean {
    const number = this.#identities.add(key, 0);
    if (number < 0) return false;
    const at = this.#place(number, 0, time, position);
    const { arrays } = this.columns;
    arrays.code[at] = LAST_LEVEL + ROW_KINDS.indexOf(kind);
    arrays.source[at] = arrays.logger[at] = arrays.firstLine[at] = 0;
    arrays.lines[at] = 1;
    arrays.block[at] = this.texts.blockFor(this.texts.epoch);
    arrays.slot[at] = this.texts.add('', JSON.stringify(value), undefined);
    return true;
  }

  /** Forgets a row that is about to leave the columns. */
  release(at: number): void {
    const { session, seq, block } = this.columns.arrays;
    this.#identities.delete(session[at]!, seq[at]!);
    this.texts.release(block[at]!);
  }

  row(at: number): LogRow {
    const { block, slot } = this.columns.arrays;
    return this.#cache.get(block[at]!, slot[at]!, () => this.#readRow(at));
  }

  /** The entry of a row that is one; not remembered, for those who look at all of them. */
  entry(at: number): LogEntry {
    const { arrays } = this.columns;
    const block = this.texts.get(arrays.block[at]!);
    const slot = arrays.slot[at]!;
    const asItCame = block.entryAt(slot);
    if (asItCame) return asItCame;
    return unpackEntry(
      {
        id: this.key(at),
        session: this.#identities.nameOf(arrays.session[at]!),
        seq: arrays.seq[at]!,
        time: arrays.time[at]!,
        position: arrays.position[at]!,
        epoch: block.epoch,
        level: LOG_LEVELS[arrays.code[at]!]!,
        source: this.names.nameOf(arrays.source[at]!),
        logger: this.names.nameOf(arrays.logger[at]!),
        message: block.messageAt(slot),
      },
      block.detailsAt(slot),
    );
  }

  kind(at: number): LogRowKind {
    return ROW_KINDS[Math.max(0, this.columns.arrays.code[at]! - LAST_LEVEL)]!;
  }

  key(at: number): string {
    const { session, seq } = this.columns.arrays;
    return this.#identities.keyOf(session[at]!, seq[at]!);
  }

  /** Number of a session in the columns, or -1 when nothing of it is there. */
  sessionNumber(session: string): number {
    return this.#identities.find(session);
  }

  /** A gap and an entry can share a position; the keys make the order total. */
  readonly compare = (a: number, b: number): number => {
    const { time, position } = this.columns.arrays;
    return time[a]! - time[b]! || position[a]! - position[b]! || compareText(this.key(a), this.key(b));
  };

  clear(): void {
    this.columns.clear();
    this.texts.clear();
    this.names.clear();
    this.#identities.clear();
    this.#cache.clear();
  }

  #place(session: number, seq: number, time: number, position: number): number {
    const { arrays, end } = this.columns;
    arrays.session[end] = session;
    arrays.seq[end] = seq;
    arrays.time[end] = time;
    arrays.position[end] = position;
    this.columns.end = end + 1;
    return end;
  }

  #readRow(at: number): LogRow {
    const { time, position, block, slot } = this.columns.arrays;
    const placed = { key: this.key(at), time: time[at]!, position: position[at]! };
    const kind = this.kind(at);
    if (kind === 'entry') return { kind, ...placed, entry: this.entry(at) };
    const value: unknown = JSON.parse(this.texts.get(block[at]!).detailsAt(slot[at]!));
    return { kind, ...placed, [kind]: value } as LogRow;
  }
}

/** Whether the id says no more than the session and the number in it, as loggers give them. */
function isPlainId({ id, session, seq }: LogEntry): boolean {
  const { length } = session;
  return seq > 0 && id[length] === '-' && readWhole(id, length + 1) === seq && id.startsWith(session);
}

export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function countLines(text: string, firstBreak: number): number {
  let lines = 1;
  for (let at = firstBreak; at >= 0; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}
