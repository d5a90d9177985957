import { SEVERITY_NUMBERS, SHIPPER_BATCH_BYTES, SHIPPER_BATCH_ENTRIES } from '@tailrace/protocol';
import { describe, expect, it } from 'vitest';
import type { LogQueue, QueuedSegment, QueueLimits } from './LogQueue.ts';

/** The limits that the suite makes queues with. */
export const CONTRACT_LIMITS: QueueLimits = { entries: 1000, bytes: 1_000_000 };
export const CONTRACT_SESSION = 'S'.repeat(16);

let clock = 1_700_000_000_000;

/** A segment made up of small lines, each later than the one before. */
export function arbitrarySegment({
  session = CONTRACT_SESSION,
  from,
  count = 1,
  severity = SEVERITY_NUMBERS.info,
  bytes,
}: {
  session?: string;
  from: number;
  count?: number;
  severity?: number;
  bytes?: number;
}): QueuedSegment {
  const lines = Array.from({ length: count }, (_, index) => `{"seq":${from + index}}`).join('\n');
  clock += 1;
  return {
    session,
    from,
    to: from + count - 1,
    bytes: bytes ?? lines.length,
    severity,
    created: clock,
    lines,
  };
}

/**
 * What every queue must do.
 *
 * @param open makes an empty queue for `CONTRACT_SESSION` within `CONTRACT_LIMITS`
 */
export function describeLogQueue(name: string, open: () => Promise<LogQueue>): void {
  describe(`${name} as a queue`, () => {
    it('gives what was put, oldest first, and takes nothing out by looking', async () => {
      const queue = await open();
      const segments = [1, 11, 21].map((from) => arbitrarySegment({ from, count: 10 }));
      for (const segment of segments) await queue.put([segment]);
      expect(await queue.peek()).toEqual({ segments, sessions: [] });
      expect((await queue.peek()).segments).toEqual(segments);
      queue.close();
    });

    it('gives as much as fits into one request, and one segment in any case', async () => {
      const queue = await open();
      await queue.put([
        arbitrarySegment({ from: 1, count: SHIPPER_BATCH_ENTRIES - 1 }),
        arbitrarySegment({ from: 100, count: 1 }),
        arbitrarySegment({ from: 101, count: 1, bytes: SHIPPER_BATCH_BYTES * 2 }),
        arbitrarySegment({ from: 102, count: 1 }),
      ]);
      const first = await queue.peek();
      expect(first.segments.map(({ from }) => from)).toEqual([1, 100]);
      await queue.settle({ segments: first.segments, changes: [] });
      expect((await queue.peek()).segments.map(({ from }) => from)).toEqual([101]);
      queue.close();
    });

    it('keeps what is not settled, and a segment that is put again once', async () => {
      const queue = await open();
      const [first, second] = [arbitrarySegment({ from: 1 }), arbitrarySegment({ from: 2 })];
      await queue.put([first, second]);
      await queue.put([second]);
      await queue.settle({ segments: [first], changes: [] });
      await queue.settle({ segments: [first], changes: [] });
      expect((await queue.peek()).segments).toEqual([second]);
      expect((await queue.inspect(CONTRACT_SESSION)).waiting).toEqual(new Set([2]));
      queue.close();
    });

    it('reports what was given up until the server knows', async () => {
      const queue = await open();
      const session = CONTRACT_SESSION;
      await queue.settle({ segments: [], changes: [{ session, ranges: [[4, 6, 'too_large']] }] });
      await queue.settle({
        segments: [],
        changes: [
          {
            session,
            ranges: [
              [7, 7, 'too_large'],
              [1, 1, 'queue_full'],
            ],
          },
        ],
      });
      const dropped = [
        [1, 1, 'queue_full'],
        [4, 7, 'too_large'],
      ];
      expect((await queue.peek()).sessions).toMatchObject([{ session, dropped, reported: 0 }]);
      await queue.settle({ segments: [], changes: [{ session, reported: 5 }] });
      expect((await queue.peek()).sessions).toEqual([]);
      expect((await queue.inspect(session)).record).toMatchObject({ dropped, reported: 5 });
      await queue.put([arbitrarySegment({ from: 8 })]);
      expect((await queue.peek()).sessions).toMatchObject([{ session, dropped }]);
      queue.close();
    });

    it('gives up the least severe and oldest when it is full, and records it', async () => {
      const queue = await open();
      const half = CONTRACT_LIMITS.entries / 10;
      const severities = [
        'error',
        'info',
        'debug',
        'info',
        'debug',
        'warning',
        'info',
        'info',
        'info',
        'info',
        'info',
      ] as const;
      for (const [index, level] of severities.entries()) {
        await queue.put([
          arbitrarySegment({ from: 1 + index * half, count: half, severity: SEVERITY_NUMBERS[level] }),
        ]);
      }
      const { waiting, record } = await queue.inspect(CONTRACT_SESSION);
      expect(waiting.has(1)).toBe(true);
      expect(waiting.has(1 + 2 * half)).toBe(false);
      expect(record!.dropped.map(([, , reason]) => reason)).toEqual(record!.dropped.map(() => 'queue_full'));
      const given = record!.dropped.reduce((sum, [from, to]) => sum + to - from + 1, 0);
      expect(waiting.size * half + given).toBe(severities.length * half);
      expect(waiting.size * half).toBeLessThanOrEqual(CONTRACT_LIMITS.entries);
      queue.close();
    });
  });
}
