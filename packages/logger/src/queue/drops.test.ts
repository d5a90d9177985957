import type { DroppedRange } from '@tailrace/protocol';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countRanges, mergeRanges } from './drops.ts';

const range = fc
  .tuple(
    fc.integer({ min: 1, max: 40 }),
    fc.integer({ min: 0, max: 8 }),
    fc.constantFrom('queue_full', 'too_large'),
  )
  .map(([from, length, reason]): DroppedRange => [from, from + length, reason as 'queue_full']);

function seqsOf(ranges: readonly DroppedRange[]): Set<number> {
  return new Set(
    ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, index) => from + index)),
  );
}

it('merging keeps every seq, once and in order, however often it is done', () => {
  fc.assert(
    fc.property(fc.array(range), fc.array(range), (a, b) => {
      const merged = mergeRanges(a, b);
      expect(seqsOf(merged)).toEqual(new Set([...seqsOf([...a, ...b])].sort((x, y) => x - y)));
      expect(countRanges(merged)).toBe(seqsOf(merged).size);
      expect(mergeRanges(merged, merged)).toEqual(merged);
    }),
  );
});

it('joins neighbours of one reason only', () => {
  expect(
    mergeRanges(
      [[1, 2, 'too_large']],
      [
        [3, 4, 'too_large'],
        [5, 5, 'queue_full'],
      ],
    ),
  ).toEqual([
    [1, 4, 'too_large'],
    [5, 5, 'queue_full'],
  ]);
});
