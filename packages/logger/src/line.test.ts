import { LOG_LEVELS, MAX_ENTRY_BYTES, MAX_MESSAGE_LENGTH, type LogLine } from '@tailrace/protocol';
import { logLineSchema } from '@tailrace/protocol/schema';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { prepareScope, printLine } from './line.ts';
import { carefulPrinter } from './printing/careful.ts';

const asItIs = { redact: (line: string) => line, printer: carefulPrinter };
const scope = prepareScope('checkout', 'shop.cart', { user_id: '42' }, asItIs);

function print(message: unknown, metadata?: unknown): LogLine {
  return JSON.parse(printLine(scope, 7, { level: 'info', message, metadata }, asItIs)!) as LogLine;
}

it('prints what the server takes, whatever is logged', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...LOG_LEVELS),
      fc.anything(),
      fc.anything(),
      fc.anything(),
      (level, message, metadata, context) => {
        const odd = prepareScope('s', '', context as Record<string, unknown>, asItIs);
        const line = printLine(odd, 1, { level, message, metadata }, asItIs)!;
        expect(line).not.toContain('\n');
        expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(MAX_ENTRY_BYTES);
        expect(logLineSchema.safeParse(JSON.parse(line)).error?.issues).toBeUndefined();
      },
    ),
    { numRuns: 1000 },
  );
});

it('prints absent things as absent', () => {
  const bare = printLine(
    prepareScope('s', '', {}, asItIs),
    1,
    { level: 'debug', message: 'm', metadata: {} },
    asItIs,
  )!;
  expect(Object.keys(JSON.parse(bare) as object)).toEqual(['seq', 'timestamp', 'level', 'source', 'message']);
});

it('does not follow later changes of what was logged', () => {
  const metadata = { items: ['a'] };
  const line = print('m', metadata);
  metadata.items.push('b');
  expect(line.metadata).toEqual({ items: ['a'] });
});

it.each([
  ['as the message', () => print(new TypeError('No')), 'No', undefined],
  ['as the message, with metadata', () => print(new TypeError('No'), { a: 1 }), 'No', { a: 1 }],
  ['as the metadata', () => print('Failed', new TypeError('No')), 'Failed', undefined],
  ['in the metadata', () => print('Failed', { error: new TypeError('No'), a: 1 }), 'Failed', { a: 1 }],
])('takes an error apart %s', (_, log, message, metadata) => {
  const line = log();
  expect(line).toMatchObject({ message, error: { name: 'TypeError', message: 'No' } });
  expect(line.metadata).toEqual(metadata);
});

it.each([
  [{ error: 'invalid_grant' }, { metadata: { error: 'invalid_grant' } }],
  [{ error: { code: 1 } }, { metadata: { error: { code: 1 } } }],
  [{ error: false }, { metadata: { error: false } }],
  [{ error: 404 }, { metadata: { error: 404 } }],
  ['text', { metadata: { value: 'text' } }],
  [[1, 2], { metadata: { value: [1, 2] } }],
])('prints the metadata %j as %j', (metadata, expected) => {
  const { error, metadata: printed } = print('m', metadata);
  expect({ ...(error && { error }), ...(printed && { metadata: printed }) }).toEqual(expected);
});

it('makes a text of a message that is none', () => {
  expect(print({ a: 1 }).message).toBe('{"a":1}');
  expect(print(undefined).message).toBe('undefined');
  expect(print(12n).message).toBe('12');
});

it('cuts a message that is too long, and the texts of an entry that is too large', () => {
  expect(print('x'.repeat(MAX_MESSAGE_LENGTH + 1)).message).toHaveLength(MAX_MESSAGE_LENGTH);
  const huge = Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`k${n}`, '字'.repeat(5000)]));
  const { metadata, message } = print('m', huge);
  expect(message).toBe('m');
  expect(metadata?.['k0']).toMatch(/^字{100,}$/);
  expect(metadata?.['k1']).toMatch(/^字+… \[5000 characters\]$/);
  expect(metadata?.['k8'] ?? metadata?.['…']).toMatch(/… \[5000 characters\]|more/);
});

it('gives up an entry that even then is too large', () => {
  const wide = prepareScope('s', '', { text: '字'.repeat(16_000), more: '字'.repeat(16_000) }, asItIs);
  expect(printLine(wide, 1, { level: 'info', message: 'm' }, asItIs)).toBeUndefined();
});

it('holds neither NUL nor lone surrogates', () => {
  const line = printLine(scope, 1, { message: 'a\0\uD800', metadata: { '\0': '\uDC00' } }, asItIs)!;
  expect(JSON.parse(line)).toMatchObject({ message: 'a\u2400\uFFFD', metadata: { '\u2400': '\uFFFD' } });
});

it.each([
  [Date.UTC(2026, 0, 2, 3, 4, 5, 6), '2026-01-02T03:04:05.006Z'],
  [0, '1970-01-01T00:00:00.000Z'],
])('takes the time at which it happened: %d', (timestamp, printed) => {
  const line = printLine(scope, 1, { message: 'm', timestamp }, asItIs)!;
  expect(JSON.parse(line)).toMatchObject({ timestamp: printed });
});

it.each([Number.NaN, -1, Infinity, 8.64e15, 'yesterday' as unknown as number])(
  'takes its own clock for what is no time: %s',
  (timestamp) => {
    const before = Date.now();
    const line = JSON.parse(printLine(scope, 1, { message: 'm', timestamp }, asItIs)!) as LogLine;
    expect(Date.parse(line.timestamp)).toBeGreaterThanOrEqual(before);
  },
);
