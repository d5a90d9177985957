import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { LogEntry } from '@tailrace/protocol';
import { bufferSteps, entryAt, takeStep } from '../stream/arbitraryRows.ts';
import { LogBuffer } from '../stream/LogBuffer.ts';
import { countValues } from './sampleServer.ts';
import { SpanCounts } from './SpanCounts.ts';

const START = Date.UTC(2026, 10, 20);

function within(buffer: LogBuffer, from: number, to: number): LogEntry[] {
  return Array.from({ length: buffer.length }, (_, index) => buffer.entryAt(index)).filter(
    (entry) => entry && Date.parse(entry.timestamp) >= from && Date.parse(entry.timestamp) < to,
  ) as LogEntry[];
}

describe('SpanCounts', () => {
  it('agrees with counting everything from scratch, whatever happens to the rows', () => {
    // No slice is over.
    vi.spyOn(performance, 'now').mockReturnValue(0);
    const time = fc.integer({ min: 0, max: 70_000 });
    fc.assert(
      fc.property(bufferSteps, time, time, fc.integer({ min: 1, max: 60 }), fc.boolean(), (...given) => {
        const [steps, from, length, capacity, isWatched] = given;
        const buffer = new LogBuffer({ capacity });
        const span = { from: START + from, to: START + from + length + 1 };
        const counts = new SpanCounts(buffer, span);
        if (isWatched) counts.subscribe(() => {});
        for (const step of steps) {
          takeStep(buffer, step);
          for (const field of ['level', 'source', 'logger', 'user_id']) {
            expect([field, counts.values(field)]).toEqual([
              field,
              countValues(within(buffer, span.from, span.to), field),
            ]);
          }
        }
      }),
      { numRuns: 100 },
    );
    vi.restoreAllMocks();
  });

  it('counts a field bit by bit, and says when it is done', async () => {
    const buffer = new LogBuffer({ capacity: 20_000 });
    buffer.append(Array.from({ length: 10_000 }, (_, index) => entryAt(index + 1)));
    let now = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => (now += 100));
    const [from, to] = [buffer.timeAt(1000), buffer.timeAt(9000)];
    const counts = new SpanCounts(buffer, { from, to });
    const progressed = vi.fn<() => void>();
    counts.subscribe(progressed);
    expect(counts.isComplete('user_id')).toBe(false);
    await vi.waitUntil(() => counts.isComplete('user_id'));
    expect(progressed).toHaveBeenCalledOnce();
    expect(counts.values('user_id')).toEqual(countValues(within(buffer, from, to), 'user_id'));
    vi.restoreAllMocks();
  });
});
