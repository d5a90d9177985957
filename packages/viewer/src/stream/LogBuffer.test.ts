import { formatCursor, formatEntryId, type LogEntry, type LogLevel } from '@tailrace/protocol/core';
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

/** When the first of the kept entries happened. */
function firstTime(kept: readonly string[], appended: readonly (readonly LogEntry[])[]): string {
  return appended.flat().find(({ id }) => id === kept[0])!.timestamp;
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

  it('gives entries back as they came, from the batch and from the packed text', () => {
    const buffer = new LogBuffer();
    const strange: LogEntry[] = [
      { ...entry(1), logger: 'a.b', message: 'two\nlines', metadata: { deep: { n: [1, 'ü€😀'] } } },
      { ...entry(2), id: 'of another form', session: 's', seq: 9 },
      { ...entry(3), timestamp: '2026-11-20T01:00:03+01:00' },
      { ...entry(4), timestamp: '2026-11-20T00:00:04.5Z', message: '' },
      { ...entry(5), cursor: 'other.5', error: { name: 'E', message: 'm', stack: 'at x\n at y' } },
      { ...entry(6), cursor: 'other.006', ...({ unknown_field: [true] } as object) },
    ];
    buffer.append(strange);
    const given = () =>
      Array.from({ length: buffer.length }, (_, index) => buffer.entryAt(index)!).toSorted((a, b) =>
        a.received_at.localeCompare(b.received_at),
      );
    expect(given()).toEqual(strange);
    buffer.append(Array.from({ length: 2000 }, (_, index) => entry(10 + index)));
    expect(given().slice(0, 6)).toEqual(strange);
    expect(given()[1500]).toEqual(entry(1504));
  });

  it('tells of each row what columns know of it', () => {
    const buffer = new LogBuffer();
    buffer.append([
      { ...entry(1, 1, 'error'), logger: 'shop.cart', source: 'web', message: 'first line\nsecond\nthird' },
      entry(2),
    ]);
    buffer.addGap({ from: 'e1.2', to: 'e1.5', count: 3, reason: 'rate' });
    const facts = (index: number) => [
      buffer.kindAt(index),
      buffer.levelAt(index),
      buffer.timeAt(index),
      buffer.sourceAt(index),
      buffer.loggerAt(index),
      buffer.messageAt(index),
      buffer.messageLengthAt(index),
      buffer.firstLineLengthAt(index),
      buffer.linesAt(index),
    ];
    const time = (second: number) => Date.UTC(2026, 10, 20) + second * 1000;
    const text = 'first line\nsecond\nthird';
    expect(facts(0)).toEqual(['entry', 'error', time(1), 'web', 'shop.cart', text, text.length, 10, 3]);
    expect(facts(1)).toEqual(['entry', 'info', time(2), 'test', '', 'entry 2', 7, 7, 1]);
    expect(facts(2)).toEqual(['gap', undefined, time(2), '', '', '', 0, 0, 1]);
  });

  it('takes older pages in beyond its capacity, in their place and without moving row numbers', () => {
    fc.assert(
      fc.property(
        batches,
        fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 20 }),
        (appended, older) => {
          const buffer = new LogBuffer({ capacity: 10 });
          appended.forEach((batch) => buffer.append(batch));
          const kept = keys(buffer);
          const page = older.map((position) => entry(position, (position * 7) % 13));
          const numbers = new Map(kept.map((key, index) => [key, buffer.firstRow + index]));
          buffer.prepend(page);
          const all = Array.from({ length: buffer.length }, (_, index) => buffer.get(index)!);
          expect(all.map(({ key }) => key)).toEqual(
            all.toSorted((a, b) => a.time - b.time || a.position - b.position).map(({ key }) => key),
          );
          expect(new Set(keys(buffer))).toEqual(new Set([...kept, ...page.map(({ id }) => id)]));
          const late = page.some((item) => numbers.size > 0 && item.timestamp >= firstTime(kept, appended));
          const unmoved = late ? [] : [...numbers];
          expect(unmoved.map(([, number]) => keys(buffer)[number - buffer.firstRow])).toEqual(
            unmoved.map(([key]) => key),
          );
          buffer.releaseOlder();
          expect(buffer.length).toBeLessThanOrEqual(10);
        },
      ),
    );
  });

  it('takes again what had to go, when it is asked for', () => {
    const buffer = new LogBuffer({ capacity: 3 });
    buffer.append(Array.from({ length: 9 }, (_, index) => entry(index + 1)));
    expect(buffer.trimmedCount).toBe(6);
    buffer.prepend([entry(4), entry(5), entry(6), entry(7)]);
    expect(keys(buffer)).toEqual([4, 5, 6, 7, 8, 9].map((seq) => `${SESSION}-${seq}`));
  });

  it('shows what a session dropped and lost where its entries stop', () => {
    const buffer = new LogBuffer();
    buffer.append([entry(1), entry(2), entry(7), entry(8)]);
    const loss = { session: SESSION, from: 3, to: 4, count: 2 };
    buffer.addLoss(loss);
    buffer.addLoss(loss);
    buffer.addDrop({ ...loss, from: 5, to: 6, reason: 'queue_full' });
    expect(keys(buffer)).toEqual([
      `${SESSION}-1`,
      `${SESSION}-2`,
      `drop-${SESSION}-5-6`,
      `loss-${SESSION}-3-4`,
      `${SESSION}-7`,
      `${SESSION}-8`,
    ]);
    expect(buffer.get(3)).toMatchObject({ kind: 'loss', loss });
    expect(buffer.totals.entries).toBe(4);
  });

  it('puts the entries of a gap in its place', () => {
    const gap = { from: 'e1.2', to: 'e1.5', count: 3, reason: 'slow' } as const;
    const buffer = new LogBuffer();
    buffer.append([entry(1), entry(2)]);
    buffer.addGap(gap);
    buffer.append([entry(6)]);
    buffer.fillGap(gap, [entry(3), entry(4), entry(5), entry(6)]);
    expect(keys(buffer)).toEqual([1, 2, 3, 4, 5, 6].map((seq) => `${SESSION}-${seq}`));
  });

  it('goes on to tell of entries of a gap that nobody has any more', () => {
    const gap = { from: 'e1.2', to: 'e1.5', count: 3, reason: 'slow' } as const;
    const buffer = new LogBuffer();
    buffer.append([entry(1), entry(2)]);
    buffer.addGap(gap);
    buffer.append([entry(6), entry(7)]);
    buffer.fillGap(gap, [entry(4)]);
    const [kept, row] = [keys(buffer), buffer.get(keys(buffer).indexOf('gap-e1.5'))];
    expect(kept.filter((key) => key !== 'gap-e1.5')).toEqual(
      [1, 2, 4, 6, 7].map((seq) => `${SESSION}-${seq}`),
    );
    expect(kept.indexOf('gap-e1.5')).toBe(2);
    expect(row).toMatchObject({ kind: 'gap', gap: { count: 2, reason: 'retention' } });
  });

  it('tells observers of every row that comes and goes', () => {
    fc.assert(
      fc.property(batches, fc.integer({ min: 1, max: 40 }), (appended, capacity) => {
        const buffer = new LogBuffer({ capacity });
        let mirror: string[] = [];
        buffer.observe({
          added: (indices) => indices.forEach((index) => mirror.splice(index, 0, buffer.get(index)!.key)),
          leaving: (index, count) => mirror.splice(index, count),
          cleared: () => (mirror = []),
        });
        appended.forEach((batch, ordinal) => {
          if (ordinal % 3 === 2) buffer.prepend(batch);
          else buffer.append(batch);
          expect(mirror).toEqual(keys(buffer));
        });
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
