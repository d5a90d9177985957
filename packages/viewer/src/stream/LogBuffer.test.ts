import { formatCursor, formatEntryId, type LogEntry, type LogLevel } from '@tailrace/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LogBuffer } from './LogBuffer.ts';

const SESSION = 'logBufferTest001';

/** @param second of the producer's clock */
function entry(position: number, second = position, level: LogLevel = 'info'): LogEntry {
  const timestamp = new Date(Date.UTC(2026, 10, 20) + second * 1000).toISOString();
  return {
    id: formatEntryId(SESSION, position),
    session: SESSION,
    seq: position,
    timestamp,
    received_at: timestamp,
    cursor: formatCursor('e1', position),
    level,
    source: 'test',
    message: `entry ${position}`,
  };
}

const keys = (buffer: LogBuffer) =>
  Array.from({ length: buffer.length }, (_, index) => buffer.get(index)!.key);

/** Every entry once, ordered from scratch after each batch, and cut: slow, and plainly right. */
function oracle(batches: readonly (readonly LogEntry[])[], capacity: number): string[] {
  let kept: LogEntry[] = [];
  for (const batch of batches) {
    const known = new Map([...kept, ...batch].reverse().map((item) => [item.id, item]));
    kept = [...known.values()]
      .toSorted((a, b) => Date.parse(a.timestamp) - Date.parse(b.timestamp) || a.seq - b.seq)
      .slice(-capacity);
  }
  return kept.map((item) => item.id);
}

/** The clock is a function of the position, as an entry that comes twice is the same both times. */
const batches = fc.array(
  fc.array(
    fc.integer({ min: 1, max: 60 }).map((position) => entry(position, (position * 7) % 13)),
    { maxLength: 12 },
  ),
  { maxLength: 12 },
);

describe('LogBuffer', () => {
  it('agrees with sorting everything from scratch, whatever comes late, twice or too much', () => {
    fc.assert(
      fc.property(batches, fc.integer({ min: 1, max: 40 }), (appended, capacity) => {
        const buffer = new LogBuffer({ capacity });
        appended.forEach((batch) => buffer.append(batch));
        expect(keys(buffer)).toEqual(oracle(appended, capacity));
      }),
    );
  });

  it('finds every row that it has, and none that it has not', () => {
    fc.assert(
      fc.property(batches, (appended) => {
        const buffer = new LogBuffer({ capacity: 20 });
        appended.forEach((batch) => buffer.append(batch));
        keys(buffer).forEach((_, index) => expect(buffer.indexOf(buffer.get(index)!)).toBe(index));
      }),
    );
    const buffer = new LogBuffer({ capacity: 2 });
    buffer.append([entry(1)]);
    const gone = buffer.get(0)!;
    buffer.append([entry(2), entry(3)]);
    expect(buffer.indexOf(gone)).toBe(-1);
  });

  it('counts what came, what of it was an error, and what had to go', () => {
    const buffer = new LogBuffer({ capacity: 3 });
    buffer.append([entry(1), entry(2, 2, 'error'), entry(2, 2, 'error')]);
    buffer.append([entry(3, 3, 'critical'), entry(4, 4, 'warning')]);
    expect(buffer.totals).toEqual({ entries: 4, errors: 2, trimmed: 1 });
  });

  it('marks a gap where it was noticed, once, and trims it like a row', () => {
    const gap = { from: 'e1.2', to: 'e1.9', count: 7, reason: 'slow' } as const;
    const buffer = new LogBuffer({ capacity: 4 });
    buffer.append([entry(1), entry(2)]);
    buffer.addGap(gap);
    buffer.addGap(gap);
    buffer.append([entry(10)]);
    expect(keys(buffer)).toEqual([`${SESSION}-1`, `${SESSION}-2`, 'gap-e1.9', `${SESSION}-10`]);
    buffer.append([entry(11), entry(12), entry(13)]);
    expect(keys(buffer)).not.toContain('gap-e1.9');
  });

  it('tells its listeners once per batch, and only of changes', () => {
    const buffer = new LogBuffer();
    const versions: number[] = [];
    const unsubscribe = buffer.subscribe(() => versions.push(buffer.version));
    buffer.append([entry(1), entry(2)]);
    buffer.append([entry(2)]);
    buffer.append([]);
    buffer.clear();
    unsubscribe();
    buffer.append([entry(3)]);
    expect(versions).toEqual([1, 2]);
  });

  it('takes an entry again after it was cleared', () => {
    const buffer = new LogBuffer();
    buffer.append([entry(1)]);
    buffer.clear();
    expect(buffer.length).toBe(0);
    buffer.append([entry(1)]);
    expect(keys(buffer)).toEqual([`${SESSION}-1`]);
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses a capacity of %s', (capacity) => {
    expect(() => new LogBuffer({ capacity })).toThrow(RangeError);
  });
});
