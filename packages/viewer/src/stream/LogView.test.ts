import { LogFilterError, type LogEntry } from '@tailrace/protocol/core';
import { createMatcher, parseFilter, platformRegex } from '@tailrace/protocol/filter';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { bufferSteps, entryAt, takeStep } from './arbitraryRows.ts';
import type { LogRows } from './buffer/LogRows.ts';
import { LogCounts } from './counts/LogCounts.ts';
import { LogBuffer } from './LogBuffer.ts';
import { LogView } from './LogView.ts';
import { LogSearch } from './search/LogSearch.ts';

const FILTERS = ['', 'level:>=warning', 'source:web -logger:shop.part1', 'alpha', 'user_id:u-2', '/a\\d?/'];

const rowsOf = (rows: LogRows) => Array.from({ length: rows.length }, (_, index) => rows.get(index)!);
const shown = (rows: LogRows) => rowsOf(rows).map(({ key }, index) => `${key} ${rows.countAt(index)}`);

/** Filters and groups everything from scratch. */
function oracle(buffer: LogBuffer, filter: string, grouped: boolean): string[] {
  const matches = filter === '' ? () => true : createMatcher(parseFilter(filter), platformRegex);
  const groups: { key: string; like: string; count: number }[] = [];
  for (const row of rowsOf(buffer)) {
    if (row.kind === 'entry' && !matches(row.entry)) continue;
    const like = row.kind === 'entry' ? likeness(row.entry) : row.key;
    const last = groups.at(-1);
    if (grouped && last?.like === like) last.count += 1;
    else groups.push({ key: row.key, like, count: 1 });
  }
  return groups.map(({ key, count }) => `${key} ${count}`);
}

const likeness = ({ level, source, message }: LogEntry) => JSON.stringify([level, source, message]);

/** Few different messages, so that there are runs. */
function coarse(buffer: LogBuffer): LogBuffer {
  const append = buffer.append.bind(buffer);
  const prepend = buffer.prepend.bind(buffer);
  const plain = (entries: readonly LogEntry[]) =>
    entries.map((entry) => ({
      ...entry,
      source: 'web',
      level: 'error' as const,
      message: `m${entry.seq % 2}`,
    }));
  buffer.append = (entries) => append(plain(entries));
  buffer.prepend = (entries) => prepend(plain(entries));
  return buffer;
}

afterEach(() => vi.restoreAllMocks());

describe('LogView', () => {
  it.each([false, true])(
    'agrees with filtering and grouping everything from scratch (coarse: %s)',
    (isCoarse) => {
      // No slice is over.
      vi.spyOn(performance, 'now').mockReturnValue(0);
      fc.assert(
        fc.property(
          bufferSteps,
          bufferSteps,
          fc.constantFrom(...FILTERS),
          fc.boolean(),
          fc.integer({ min: 1, max: 60 }),
          (before, after, filter, grouped, capacity) => {
            const buffer = new LogBuffer({ capacity });
            if (isCoarse) coarse(buffer);
            before.forEach((step) => takeStep(buffer, step));
            const view = new LogView(buffer, { filter, grouped });
            let mirror = rowsOf(view).map(({ key }) => key);
            view.observe({
              added: (places) => places.forEach((place) => mirror.splice(place, 0, view.get(place)!.key)),
              leaving: (index, count) => mirror.splice(index, count),
              cleared: () => (mirror = []),
            });
            const search = new LogSearch(view);
            search.find({ text: isCoarse ? 'm1' : 'alpha' });
            const counts = new LogCounts(view);
            counts.values('source');
            for (const step of after) {
              takeStep(buffer, step);
              expect(shown(view)).toEqual(oracle(buffer, filter, grouped));
              expect(mirror.length).toBe(view.length);
              rowsOf(view).forEach((row, index) => expect(view.indexOf(row)).toBe(index));
              const found = Array.from({ length: search.count }, (_, ordinal) => search.at(ordinal));
              const text = search.query!.text;
              expect(found).toEqual(
                rowsOf(view).flatMap((_, index) =>
                  view.messageAt(index).toLowerCase().includes(text) ? [index] : [],
                ),
              );
              const sources = rowsOf(view).filter(({ kind }) => kind === 'entry').length;
              expect(counts.values('source').reduce((sum, { count }) => sum + count, 0)).toBe(sources);
            }
          },
        ),
        { numRuns: 100 },
      );
    },
  );

  it('can be told another filter, and keeps what it had when that cannot be read', () => {
    const buffer = new LogBuffer();
    buffer.append(Array.from({ length: 60 }, (_, index) => entryAt(index + 1)));
    const view = new LogView(buffer, { filter: 'level:error' });
    const listener = vi.fn<() => void>();
    view.subscribe(listener);
    view.setFilter('source:api');
    expect(shown(view)).toEqual(oracle(buffer, 'source:api', false));
    expect(listener).toHaveBeenCalledTimes(1);
    expect(() => view.setFilter('(')).toThrow(LogFilterError);
    expect([view.filter, shown(view)]).toEqual(['source:api', oracle(buffer, 'source:api', false)]);
    view.setGrouped(true);
    expect(shown(view)).toEqual(oracle(buffer, 'source:api', true));
    view.setFilter('');
    expect(shown(view)).toEqual(oracle(buffer, '', true));
    view.close();
    buffer.append([entryAt(70)]);
    expect(listener).toHaveBeenCalledTimes(3);
  });

  it('filters in slices, the newest first, and says what is left to do', async () => {
    const buffer = new LogBuffer({ capacity: 20_000 });
    buffer.append(Array.from({ length: 10_000 }, (_, index) => entryAt(index + 1)));
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => (now += 100));
    const view = new LogView(buffer, { filter: 'user_id:u-2' });
    expect(view.remaining).toBeGreaterThan(5000);
    const newest = view.get(view.length - 1)!;
    const number = view.firstRow + view.length - 1;
    await vi.waitUntil(() => view.remaining === 0);
    expect(shown(view)).toEqual(oracle(buffer, 'user_id:u-2', false));
    expect(view.get(number - view.firstRow)).toEqual(newest);
  });
});
