import type { DroppedRange } from '@tailrace/protocol';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mergeRanges } from './droppedRanges.ts';

const range = fc
  .tuple(fc.integer({ min: 1, max: 60 }), fc.nat(5), fc.constantFrom('queue_full', 'sampled'))
  .map(([from, more, reason]): DroppedRange => [from, from + more, reason as 'sampled']);
const ranges = fc.array(range, { maxLength: 20 });

function seqsOf(of: readonly DroppedRange[]): number[] {
  return of.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, index) => from + index));
}

it('is the union of both, in order and without overlaps, whichever arrived first', () => {
  fc.assert(
    fc.property(ranges, ranges, (a, b) => {
      const merged = mergeRanges(mergeRanges([], a), b);
      const expected = [...new Set([...seqsOf(a), ...seqsOf(b)])].toSorted((x, y) => x - y);
      expect(seqsOf(merged)).toEqual(expected);
      expect(seqsOf(mergeRanges(mergeRanges([], b), a))).toEqual(expected);
      expect(mergeRanges(merged, merged)).toEqual(merged);
    }),
  );
});

it('joins what follows each other for the same reason, and keeps reasons apart', () => {
  expect(
    mergeRanges(
      [[1, 3, 'sampled']],
      [
        [4, 4, 'sampled'],
        [5, 6, 'queue_full'],
      ],
    ),
  ).toEqual([
    [1, 4, 'sampled'],
    [5, 6, 'queue_full'],
  ]);
});

it('keeps the reason that is known where a later report covers more', () => {
  expect(mergeRanges([[3, 4, 'queue_full']], [[1, 9, 'storage_lost']])).toEqual([
    [1, 2, 'storage_lost'],
    [3, 4, 'queue_full'],
    [5, 9, 'storage_lost'],
  ]);
});
