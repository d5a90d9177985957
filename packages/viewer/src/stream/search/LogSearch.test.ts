import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { bufferSteps, entryAt, takeStep } from '../arbitraryRows.ts';
import type { LogRows } from '../buffer/LogRows.ts';
import { LogBuffer } from '../LogBuffer.ts';
import { LogSearch } from './LogSearch.ts';

const QUERIES = ['alpha', 'ALPHA', 'Beta', 'a\nA', '.*', 'été', '\n', 'nothing has this'];

const indices = (rows: LogRows) => Array.from({ length: rows.length }, (_, index) => index);
const hits = (search: LogSearch) => Array.from({ length: search.count }, (_, ordinal) => search.at(ordinal));

/** Looks at every message: slow, and plainly right. */
function oracle(rows: LogRows, text: string): number[] {
  const sensitive = text !== text.toLowerCase();
  const fold = (from: string) => (sensitive ? from : from.toLowerCase());
  return indices(rows).filter((index) => fold(rows.messageAt(index)).includes(fold(text)));
}

afterEach(() => vi.restoreAllMocks());

describe('LogSearch', () => {
  it('finds what looking at every message finds, whatever happens to the rows meanwhile', () => {
    const query = fc.constantFrom(...QUERIES);
    // No slice is over.
    vi.spyOn(performance, 'now').mockReturnValue(0);
    fc.assert(
      fc.property(
        bufferSteps,
        bufferSteps,
        query,
        fc.integer({ min: 1, max: 60 }),
        (before, after, text, capacity) => {
          const buffer = new LogBuffer({ capacity });
          before.forEach((step) => takeStep(buffer, step));
          const search = new LogSearch(buffer);
          search.find({ text });
          for (const step of after) {
            takeStep(buffer, step);
            expect(hits(search)).toEqual(oracle(buffer, text));
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  it('finds the same in packed blocks as in loose rows', async () => {
    const buffer = new LogBuffer({ capacity: 20_000 });
    const search = new LogSearch(buffer);
    buffer.append(
      Array.from({ length: 9000 }, (_, index) => ({
        ...entryAt(index + 1),
        timestamp: entryAt(1).timestamp,
      })),
    );
    for (const text of QUERIES) {
      search.find({ text });
      await vi.waitUntil(() => search.state === 'complete');
      expect(hits(search)).toEqual(oracle(buffer, text));
    }
  });

  it('leads from hit to hit, around the ends, and counts them', () => {
    const buffer = new LogBuffer();
    const search = new LogSearch(buffer);
    const messages = ['x', 'hit', 'x', 'hit', 'x', 'hit'];
    buffer.append(
      messages.map((message, index) => ({ ...entryAt(index + 1), timestamp: entryAt(1).timestamp, message })),
    );
    expect(search.next(0)).toBe(-1);
    search.find({ text: 'hit' });
    expect([search.count, search.next(-1), search.next(1), search.next(5)]).toEqual([3, 1, 3, 1]);
    expect([search.previous(5), search.previous(1), search.previous(99)]).toEqual([3, 5, 5]);
    expect([search.ordinalOf(3), search.ordinalOf(4), search.isHit(5)]).toEqual([1, -1, true]);
    expect([...search.density(3)]).toEqual([1, 1, 1]);
    expect([...search.density(2)]).toEqual([1, 2]);
  });

  it('does as much as fits into a slice, and the rest in later ones', async () => {
    const buffer = new LogBuffer({ capacity: 50_000 });
    buffer.append(
      Array.from({ length: 50_000 }, (_, index) => ({
        ...entryAt(index + 1),
        timestamp: entryAt(1).timestamp,
      })),
    );
    // Every look at the clock finds that a slice is over.
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => (now += 100));
    const search = new LogSearch(buffer);
    search.find({ text: 'alpha' });
    expect(search.state).toBe('searching');
    expect(search.count).toBeGreaterThan(0);
    expect(search.remaining).toBeGreaterThan(40_000);
    // What comes meanwhile is found, and what goes is not.
    buffer.append([{ ...entryAt(60_001), message: 'alpha the last' }]);
    await vi.waitUntil(() => search.state === 'complete');
    expect(hits(search)).toEqual(oracle(buffer, 'alpha'));
  });

  it('says that an expression is none, and that there are no workers', () => {
    const search = new LogSearch(new LogBuffer());
    search.find({ text: '(', regex: true });
    expect([search.state, search.error?.code]).toEqual(['failed', 'invalid_pattern']);
    // Node has none of this name.
    search.find({ text: 'a', regex: true });
    expect([search.state, search.error?.code]).toEqual(['failed', 'worker_unavailable']);
    search.clear();
    expect([search.state, search.error]).toEqual(['idle', undefined]);
  });

  it('tells its listeners of what is found and of nothing else', () => {
    const buffer = new LogBuffer();
    const search = new LogSearch(buffer);
    search.find({ text: 'alpha' });
    const listener = vi.fn<() => void>();
    const unsubscribe = search.subscribe(listener);
    buffer.append([{ ...entryAt(1), message: 'other' }]);
    expect(listener).not.toHaveBeenCalled();
    buffer.append([{ ...entryAt(2), message: 'alpha' }]);
    expect(listener).toHaveBeenCalledTimes(1);
    unsubscribe();
    search.clear();
    expect(listener).toHaveBeenCalledTimes(1);
  });
});
