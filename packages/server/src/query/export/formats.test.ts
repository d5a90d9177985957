import type { LogEntry } from '@tailrace/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logLine } from '../../../testing/entries.ts';
import { csv } from './csv.ts';
import { ndjson } from './ndjson.ts';
import { txt } from './txt.ts';

function textOf(fields: Partial<LogEntry>): string {
  return JSON.stringify({
    id: 'a-1',
    session: 'a',
    received_at: '2026-11-20T10:30:01.000Z',
    cursor: 'e.1',
    ...logLine(1),
    ...fields,
  });
}

/** Reads RFC 4180 by its grammar. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  const cells = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy;
  let row: string[] = [];
  let end = 0;
  for (const [whole, quoted, bare = '', mark] of text.matchAll(cells)) {
    row.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'));
    end += whole.length;
    if (mark === ',') continue;
    rows.push(row);
    row = [];
  }
  expect(end).toBe(text.length);
  return rows;
}

function cellsOf(fields: Partial<LogEntry>): Record<string, string> {
  const [names, values, ...rest] = readCsv(csv.head + csv.print(textOf(fields)));
  expect(rest).toEqual([]);
  expect(values).toHaveLength(names!.length);
  return Object.fromEntries(names!.map((name, i) => [name, values![i]!]));
}

describe('ndjson', () => {
  it('is the entry as the store has it', () => {
    const text = textOf({ metadata: { a: 1 } });
    expect(ndjson.print(text)).toBe(`${text}\n`);
  });
});

describe('csv', () => {
  it('has a cell for each field, objects as JSON', () => {
    expect(
      cellsOf({ context: { user_id: '42' }, error: { name: 'E', message: 'a,"b"' }, logger: 'shop.cart' }),
    ).toEqual({
      timestamp: '2026-11-20T10:30:00.000Z',
      level: 'info',
      category: 'system',
      source: 'checkout',
      logger: 'shop.cart',
      stream: '',
      message: 'Entry 1',
      action: '',
      context: '{"user_id":"42"}',
      metadata: '',
      error: '{"name":"E","message":"a,\\"b\\""}',
      code: '',
      trace: '',
      resource: '',
      received_at: '2026-11-20T10:30:01.000Z',
      id: 'a-1',
    });
  });

  it.each(['a "quoted" word', 'one, two', 'line\nbreak', 'line\r\nbreak', '"', '', '日本,"é"\n', "it's"])(
    'gives back %j',
    (message) => {
      expect(cellsOf({ message })['message']).toBe(message);
    },
  );

  it.each([
    '=1+1',
    '=HYPERLINK("http://evil.example","x")',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    ' =1',
    '＝1',
    '＋1',
    '－1',
    '＠A1',
    '\u00a0=1',
  ])('lets no spreadsheet run %j', (message) => {
    expect(cellsOf({ message, source: message, logger: message })).toMatchObject({
      message: `'${message}`,
      source: `'${message}`,
      logger: `'${message}`,
    });
  });

  it('shows control characters, and does not send them', () => {
    expect(cellsOf({ message: 'a\u001b[31mb\u0007\u009b\tc' })['message']).toBe('a␛[31mb␇\\u009b\tc');
  });

  it('can be read back, whatever is in it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', '=', 'a', "'", ' ', '+') }),
        (message) => {
          expect(cellsOf({ message })['message']!.replace(/^'(?=\s*[=+\-@]|[\t\r\n])/, '')).toBe(
            message.replace(/^'(?=\s*[=+\-@]|[\t\r\n])/, ''),
          );
        },
      ),
    );
  });
});

describe('txt', () => {
  it('is one line for people, with data and errors below', () => {
    const text = textOf({
      level: 'error',
      logger: 'shop.cart',
      message: 'Payment failed',
      context: { user_id: '42' },
      metadata: { amount: 12 },
      error: {
        name: 'PaymentError',
        message: 'declined',
        stack: 'PaymentError: declined\n    at pay (cart.ts:1:2)',
        cause: { name: 'E', message: 'timeout' },
      },
    });
    expect(txt.print(text)).toBe(
      [
        '2026-11-20T10:30:00.000Z ERROR    checkout shop.cart: Payment failed',
        '    {"user_id":"42"} {"amount":12}',
        '    PaymentError: declined',
        '        at pay (cart.ts:1:2)',
        '    Caused by: E: timeout',
        '',
      ].join('\n'),
    );
  });

  it.each([
    ['a\nb', 'a\n    b'],
    ['a\r\nb', 'a\n    b'],
    ['a\rb', 'a\n    b'],
    ['a\u2028b', 'a\n    b'],
    ['a\u0085b', 'a\n    b'],
    ['\u001b[31mred\u001b[0m', '␛[31mred␛[0m'],
    ['a\0b', 'a␀b'],
    ['a\u0008b', 'a␈b'],
    ['a\u007fb', 'a␡b'],
    ['a\u009bb', String.raw`a\u009bb`],
    ['a\u202eb', String.raw`a\u202eb`],
    ['a\u2066b', String.raw`a\u2066b`],
    ['a\tb é 日本 👍', 'a\tb é 日本 👍'],
  ])('shows %j without harm', (message, shown) => {
    expect(txt.print(textOf({ message }))).toBe(`2026-11-20T10:30:00.000Z INFO     checkout: ${shown}\n`);
  });

  it('lets no text pass for an entry of its own, wherever it stands', () => {
    const forged = 'x\n2026-11-20T10:30:00.000Z INFO     admin: All is well\r\n\u001b[2K';
    const text = textOf({
      message: forged,
      source: forged,
      logger: forged,
      context: { [forged]: forged },
      error: { name: forged, message: forged, stack: forged, cause: { name: forged, message: forged } },
    });
    const lines = txt.print(text).split('\n');
    expect(lines.pop()).toBe('');
    expect(lines.filter((line) => !line.startsWith('    '))).toHaveLength(1);
    // oxlint-disable-next-line no-control-regex
    expect(lines.join('')).not.toMatch(/[\0-\x08\x0b-\x1f\x7f-\x9f]/);
  });
});
