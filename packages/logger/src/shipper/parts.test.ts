import { isHeaderLine, type SegmentHeader } from '@tailrace/protocol';
import { expect, it } from 'vitest';
import { arbitrarySegment } from '../queue/contract.ts';
import { dropOf, halve, printParts, settleParts, toParts } from './parts.ts';

const session = 'A'.repeat(16);
const segment = arbitrarySegment({ session, from: 1, count: 5 });
const other = arbitrarySegment({ session: 'B'.repeat(16), from: 3, count: 1 });
const drop = [session, 6, 9, 'queue_full'] as const;
const noneOfThisTab = () => 0;

it('prints each segment as its header and its lines', () => {
  const body = printParts(toParts({ segments: [segment, other], drops: [drop] }, noneOfThisTab));
  const lines = body.split('\n');
  expect(lines.map(isHeaderLine)).toEqual([
    true,
    false,
    false,
    false,
    false,
    false,
    true,
    false,
    true,
    false,
  ]);
  expect(body.endsWith('\n')).toBe(true);
  const header = JSON.parse(lines[0]!) as SegmentHeader;
  expect(header).toMatchObject({ v: 1, session, from: 1, to: 5, emitted: 5 });
  expect(Math.abs(Date.parse(header.sent_at!) - Date.now())).toBeLessThan(5000);
  expect(JSON.parse(lines[8]!)).toMatchObject({
    from: 10,
    to: 9,
    emitted: 9,
    dropped: [[6, 9, 'queue_full']],
  });
});

it('joins segments that follow each other, as if they were one', () => {
  const [next, later] = [6, 9].map((from) => arbitrarySegment({ session, from, count: 2 }));
  const parts = toParts({ segments: [segment, next!, later!, other], drops: [] }, () => 12);
  expect(parts.map(({ header: { from, to, emitted } }) => [from, to, emitted])).toEqual([
    [1, 7, 12],
    [9, 10, 12],
    [3, 3, 12],
  ]);
  expect(parts[0]!.lines.split('\n').length).toBe(7);
  expect(settleParts([parts[0]!], () => []).settled).toEqual([segment, next]);
});

it('reports drops by a header alone', () => {
  const parts = toParts({ segments: [], drops: [drop] }, () => 12);
  expect(parts.map(({ header }) => header)).toEqual([
    { v: 1, session, from: 13, to: 12, emitted: 12, dropped: [[6, 9, 'queue_full']] },
  ]);
  expect(dropOf(parts[0]!, 'too_large')).toEqual([]);
  expect(settleParts(parts, () => [])).toEqual({ settled: [], dropped: [], reported: [drop] });
});

it('settles a segment as a whole, and of the halves of one only what was given up', () => {
  const [whole] = toParts({ segments: [segment], drops: [] }, noneOfThisTab);
  const [[first], [second]] = halve([whole!])!;
  expect([first!.header.from, first!.header.to, second!.header.from, second!.header.to]).toEqual([
    1, 3, 4, 5,
  ]);
  expect(`${first!.lines}\n${second!.lines}`).toBe(whole!.lines);
  expect(settleParts([second!], () => []).settled).toEqual([]);
  const given = dropOf(first!, 'too_large');
  expect(given).toEqual([[session, 1, 3, 'too_large']]);
  expect(settleParts([first!], () => given)).toEqual({ settled: [], dropped: given, reported: [] });
  expect(settleParts([whole!], () => []).settled).toEqual([segment]);
});

it('halves between parts first, and cannot halve one line', () => {
  const parts = toParts({ segments: [segment, other], drops: [] }, noneOfThisTab);
  expect(halve(parts)).toEqual([[parts[0]], [parts[1]]]);
  expect(halve([parts[1]!])).toBeUndefined();
});
