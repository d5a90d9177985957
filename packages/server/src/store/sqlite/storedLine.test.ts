import { SEVERITY_NUMBERS, type LogLine } from '@tailrace/protocol';
import { describe, expect, it } from 'vitest';
import { logLine } from '../../../testing/entries.ts';
import { cutLine, wholeLine } from './storedLine.ts';

function stored(entry: LogLine, line: string) {
  const { seq, timestamp, level, source } = entry;
  const cut = cutLine(line, entry);
  const columns = { seq, timestamp: Date.parse(timestamp), severity: SEVERITY_NUMBERS[level], source };
  return { cut, whole: wholeLine({ ...columns, line: cut }) };
}

describe('a stored line', () => {
  it('is without what the columns have', () => {
    const line = JSON.stringify(logLine(7, { logger: 'shop.cart' }));
    const { cut, whole } = stored(logLine(7, { logger: 'shop.cart' }), line);
    expect(cut).toBe('"message":"Entry 7","logger":"shop.cart"}');
    expect(whole).toBe(line);
  });

  it.each([
    ['a time without milliseconds', { timestamp: '2026-11-20T10:30:00Z' }],
    ['a time of another zone', { timestamp: '2026-11-20T10:30:00.000+01:00' }],
    ['a day that is not in the calendar', { timestamp: '2026-02-30T10:30:00.000Z' }],
    ['the hour that a day does not have', { timestamp: '2026-11-20T24:00:00.000Z' }],
    ['a source that JSON escapes', { source: 'a"b\\c\n' }],
    ['a source that is not ASCII', { source: 'été' }],
    ['an empty source', { source: '' }],
  ] satisfies [string, Partial<LogLine>][])('comes back as it was with %s', (_, fields) => {
    const entry = logLine(3, fields);
    const line = JSON.stringify(entry);
    expect(stored(entry, line).whole).toBe(line);
  });

  it.each([
    ['another order', '{"timestamp":"2026-11-20T10:30:00.000Z","seq":1,"level":"info","source":"checkout"}'],
    ['spaces', '{ "seq":1, "timestamp":"2026-11-20T10:30:00.000Z","level":"info","source":"checkout"}'],
    [
      'escapes',
      String.raw`{"seq":1,"timestamp":"2026-11-20T10:30:00.000Z","level":"\u0069nfo","source":"checkout"}`,
    ],
  ])('is whole when it was written with %s', (_, line) => {
    const { cut, whole } = stored(logLine(1), line);
    expect(cut).toBe(line);
    expect(whole).toBe(line);
  });
});
