import { SEVERITY_NUMBERS } from '@tailrace/protocol';
import { describe, expect, it } from 'vitest';
import { MAX_AGE_MS, type LogQueue, type QueuedSegment, type QueueLimits } from './LogQueue.ts';

/** The limits that the suite makes queues with: a tenth is looked at in one go. */
export const CONTRACT_LIMITS: QueueLimits = { entries: 10_000, size: 10_000_000 };
export const CONTRACT_SESSION = 'S'.repeat(16);

let clock = Date.now() - MAX_AGE_MS / 2;

/** A segment made up of small lines, each later than the one before. */
export function arbitrarySegment({
  session = CONTRACT_SESSION,
  from,
  count = 1,
  severity = SEVERITY_NUMBERS.info,
  size,
  created,
}: {
  session?: string;
  from: number;
  count?: number;
  severity?: number;
  size?: number;
  created?: number;
}): QueuedSegment {
  const lines = Array.from({ length: count }, (_, index) => `{"seq":${from + index}}`).join('\n');
  clock += 1;
  return {
    session,
    from,
    to: from + count - 1,
    size: size ?? lines.length,
    severity,
    created: created ?? clock,
    resource: undefined,
    lines,
  };
}

/**
 * What every queue must do.
 *
 * @param open makes an empty queue within `CONTRACT_LIMITS`
 */
export function describeLogQueue(name: string, open: () => Promise<LogQueue>): void {
  describe(`${name} as a queue`, () => {
    it('lists what was put, oldest first, and reads it with its lines', async () => {
      const queue = await open();
      const segments = [1, 11, 21].map((from) => arbitrarySegment({ from, count: 10 }));
      for (const segment of segments.toReversed()) await queue.write({ put: [segment] });
      const { segments: heads, drops } = await queue.list();
      expect(drops).toEqual([]);
      expect(heads).toEqual(segments.map(({ lines: _lines, resource: _resource, ...head }) => head));
      expect(await queue.read(heads)).toEqual(segments);
      queue.close();
    });

    it('keeps what is not settled, and a segment that is put again once', async () => {
      const queue = await open();
      const [first, second] = [arbitrarySegment({ from: 1 }), arbitrarySegment({ from: 2 })];
      await queue.write({ put: [first, second] });
      await queue.write({ put: [second] });
      await queue.write({ settled: [first] });
      await queue.write({ settled: [first] });
      expect((await queue.list()).segments).toMatchObject([{ from: 2 }]);
      expect(await queue.read([first, second])).toEqual([second]);
      queue.close();
    });

    it('keeps what was given up until it is reported', async () => {
      const queue = await open();
      const drops = [
        [CONTRACT_SESSION, 1, 1, 'queue_full'],
        [CONTRACT_SESSION, 4, 7, 'too_large'],
      ] as const;
      await queue.write({ dropped: drops });
      await queue.write({ dropped: [drops[1]] });
      expect((await queue.list()).drops).toEqual(drops);
      await queue.write({ reported: [drops[0]] });
      expect((await queue.list()).drops).toEqual([drops[1]]);
      queue.close();
    });

    it('gives up the least severe and oldest when it is full, and records it', async () => {
      const queue = await open();
      const count = CONTRACT_LIMITS.entries / 10;
      const levels = [
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
      for (const [index, level] of levels.entries()) {
        const severity = SEVERITY_NUMBERS[level];
        await queue.write({
          put: [
            arbitrarySegment({ from: 1 + index * count, count: count + (index === 10 ? 1 : 0), severity }),
          ],
        });
      }
      const { segments, drops } = await queue.list();
      const froms = segments.map(({ from }) => from);
      expect(froms).toContain(1);
      expect(froms).not.toContain(1 + 2 * count);
      expect(drops.map(([, , , reason]) => reason)).toEqual(drops.map(() => 'queue_full'));
      const given = drops.reduce((sum, [, from, to]) => sum + to - from + 1, 0);
      const left = segments.reduce((sum, { from, to }) => sum + to - from + 1, 0);
      expect(left + given).toBe(levels.length * count + 1);
      expect(left).toBeLessThanOrEqual(CONTRACT_LIMITS.entries);
      queue.close();
    });

    it('gives up what is too old', async () => {
      const queue = await open();
      const old = arbitrarySegment({ from: 1, count: 2, created: Date.now() - MAX_AGE_MS - 60_000 });
      await queue.write({ put: [old] });
      await queue.write({ put: [arbitrarySegment({ from: 3, count: 2000 })] });
      const { segments, drops } = await queue.list();
      expect(segments.map(({ from }) => from)).toEqual([3]);
      expect(drops).toEqual([[CONTRACT_SESSION, 1, 2, 'expired']]);
      queue.close();
    });
  });
}
