import { LOG_LEVELS, type LogEntry } from '@tailrace/protocol/core';
import { fieldValues } from '@tailrace/protocol/filter';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { bufferSteps, entryAt, takeStep } from '../arbitraryRows.ts';
import type { LogRows } from '../buffer/LogRows.ts';
import { LogBuffer } from '../LogBuffer.ts';
import { LogCounts } from './LogCounts.ts';
import { NICE_INTERVALS, niceInterval } from './niceInterval.ts';

const FIELDS = ['level', 'source', 'logger', 'user_id', 'context.user_id', 'message', 'nothing'];

const entries = (rows: LogRows): LogEntry[] =>
  Array.from({ length: rows.length }, (_, index) => rows.entryAt(index)).filter(
    (entry) => entry !== undefined,
  );

function countValues(rows: LogRows, field: string) {
  const counts: Record<string, number> = {};
  for (const entry of entries(rows)) {
    for (const value of new Set(fieldValues(entry, field).map(String)))
      counts[value] = (counts[value] ?? 0) + 1;
  }
  return counts;
}

function countBars(rows: LogRows, interval: number, from = -Infinity, to = Infinity) {
  const counts: Record<string, number> = {};
  for (const { timestamp, level } of entries(rows)) {
    const time = Date.parse(timestamp);
    if (time < from || time >= to) continue;
    const key = `${Math.floor(time / interval) * interval} ${level}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

const asRecord = (values: readonly { value: string; count: number }[]) =>
  Object.fromEntries(values.map(({ value, count }) => [value, count]));

const barsAsRecord = (counts: LogCounts, options = {}) =>
  Object.fromEntries(
    counts
      .histogram(options)
      .flatMap((bar) =>
        LOG_LEVELS.map((level, number) => [`${bar.time} ${level}`, bar.counts[number]!] as const),
      )
      .filter(([, count]) => count > 0),
  );

afterEach(() => vi.restoreAllMocks());

describe('LogCounts', () => {
  it('agrees with counting everything from scratch, whatever happens to the rows', () => {
    // No slice is over.
    vi.spyOn(performance, 'now').mockReturnValue(0);
    const range = { from: Date.UTC(2026, 10, 20) + 20_000, to: Date.UTC(2026, 10, 20) + 40_000, bars: 7 };
    fc.assert(
      fc.property(bufferSteps, bufferSteps, fc.integer({ min: 1, max: 60 }), (before, after, capacity) => {
        const buffer = new LogBuffer({ capacity });
        before.forEach((step) => takeStep(buffer, step));
        const [counts, ranged] = [new LogCounts(buffer), new LogCounts(buffer)];
        for (const step of [undefined, ...after]) {
          if (step) takeStep(buffer, step);
          for (const field of FIELDS) {
            expect([field, asRecord(counts.values(field))]).toEqual([field, countValues(buffer, field)]);
          }
          expect(barsAsRecord(counts)).toEqual(countBars(buffer, counts.histogramInterval()));
          expect(barsAsRecord(ranged, range)).toEqual(
            countBars(buffer, ranged.histogramInterval(range), range.from, range.to),
          );
        }
      }),
      { numRuns: 60 },
    );
  });

  it('counts a field bit by bit, and says when it is done', async () => {
    const buffer = new LogBuffer({ capacity: 20_000 });
    buffer.append(Array.from({ length: 10_000 }, (_, index) => entryAt(index + 1)));
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => (now += 100));
    const counts = new LogCounts(buffer);
    const progressed = vi.fn<() => void>();
    counts.subscribe(progressed);
    counts.values('user_id');
    expect(counts.isComplete('user_id')).toBe(false);
    buffer.append([entryAt(10_001)]);
    await vi.waitUntil(() => counts.isComplete('user_id'));
    expect(progressed).toHaveBeenCalled();
    expect(asRecord(counts.values('user_id'))).toEqual(countValues(buffer, 'user_id'));
  });

  it('puts the most frequent first', () => {
    const buffer = new LogBuffer();
    buffer.append(['b', 'a', 'c', 'c'].map((source, index) => ({ ...entryAt(index + 1), source })));
    expect(new LogCounts(buffer).values('source').map(({ value }) => value)).toEqual(['c', 'a', 'b']);
  });

  it('chooses the shortest interval that people count in', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4e12 }),
        fc.integer({ min: 0, max: 1e12 }),
        fc.integer({ min: 1, max: 500 }),
        (from, length, bars) => {
          const interval = niceInterval(from, from + length, bars);
          const needed = (of: number) => Math.floor((from + length) / of) - Math.floor(from / of) + 1;
          expect(needed(interval)).toBeLessThanOrEqual(bars);
          const shorter = NICE_INTERVALS[NICE_INTERVALS.indexOf(interval) - 1];
          expect(shorter === undefined || needed(shorter) > bars).toBe(true);
        },
      ),
    );
    expect(niceInterval(0, 119_999, 120)).toBe(1000);
  });
});
