import { expect, it } from 'vitest';
import { formatSegments, isHeaderLine, type SegmentHeader } from './segment.ts';

const header: SegmentHeader = {
  v: 1,
  session: '7hQ2k9XvB3mN4pRs',
  from: 1,
  to: 2,
  sent_at: '2026-11-20T10:30:00.123Z',
  emitted: 2,
};

it('a body keeps every line as it is, after its header', () => {
  const lines = ['{"seq":1,"message":"ü \\u2028"}', '{"seq":2}'];
  const body = formatSegments([
    { header, lines },
    { header: { ...header, from: 3 }, lines: [] },
  ]);
  expect(body.split('\n')).toEqual([
    JSON.stringify(header),
    ...lines,
    JSON.stringify({ ...header, from: 3 }),
    '',
  ]);
  expect(body.split('\n').map(isHeaderLine)).toEqual([true, false, false, true, false]);
});
