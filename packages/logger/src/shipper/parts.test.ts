import { isHeaderLine, type SegmentHeader } from '@tailrace/protocol';
import { expect, it } from 'vitest';
import { arbitrarySegment } from '../queue/contract.ts';
import { halve, printParts, rangeOf, settleParts, toParts } from './parts.ts';

const session = 'A'.repeat(16);
const segment = arbitrarySegment({ session, from: 1, count: 5 });
const other = arbitrarySegment({ session: 'B'.repeat(16), from: 3, count: 1 });
const record = { session, dropped: [[6, 9, 'queue_full']] as const, reported: 0, updated: 0 };
const noneOfThisTab = () => 0;

it('prints each segment as its header and its lines', () => {
  const body = printParts(toParts({ segments: [segment, other], sessions: [record] }, noneOfThisTab));
  const lines = body.split('\n');
  expect(lines.map(isHeaderLine)).toEqual([true, false, false, false, false, false, true, false, false]);
  expect(body.endsWith('\n')).toBe(true);
  const header = JSON.parse(lines[0]!) as SegmentHeader;
  expect(header).toMatchObject({
    v: 1,
    session,
    from: 1,
    to: 5,
    emitted: 9,
    dropped: [[6, 9, 'queue_full']],
  });
  expect(Math.abs(Date.parse(header.sent_at) - Date.now())).toBeLessThan(5000);
  expect(JSON.parse(lines[6]!)).not.toHaveProperty('dropped');
});

it('reports the drops of a session without segments by a header alone', () => {
  const parts = toParts({ segments: [], sessions: [record] }, () => 12);
  expect(parts.map(({ header }) => header)).toEqual([
    { v: 1, session, from: 13, to: 12, emitted: 12, dropped: [[6, 9, 'queue_full']] },
  ]);
  expect(rangeOf(parts[0]!, 'too_large')).toEqual([]);
  expect(settleParts(parts, () => [])).toEqual({
    segments: [],
    changes: [{ session, ranges: [], reported: 4 }],
  });
});

it('settles a segment as a whole, and of the halves of one only what was given up', () => {
  const [whole] = toParts({ segments: [segment], sessions: [] }, noneOfThisTab);
  const [[first], [second]] = halve([whole!])!;
  expect([first!.header.from, first!.header.to, second!.header.from, second!.header.to]).toEqual([
    1, 3, 4, 5,
  ]);
  expect([...first!.lines, ...second!.lines]).toEqual(whole!.lines);
  expect(settleParts([second!], () => []).segments).toEqual([]);
  expect(settleParts([first!], () => [[1, 1, 'too_large']])).toEqual({
    segments: [],
    changes: [{ session, ranges: [[1, 1, 'too_large']], reported: 0 }],
  });
  expect(settleParts([whole!], () => [])).toEqual({ segments: [segment], changes: [] });
});

it('halves by segments first, and cannot halve one line', () => {
  const parts = toParts({ segments: [segment, other], sessions: [] }, noneOfThisTab);
  expect(halve(parts)).toEqual([[parts[0]], [parts[1]]]);
  expect(halve([parts[1]!])).toBeUndefined();
});
