import fc from 'fast-check';
import { expect, it } from 'vitest';
import { plainPrinter } from './plain.ts';

const parsed = (value: unknown): unknown => JSON.parse(plainPrinter.value(value));
const circular: Record<string, unknown> = {};
circular['self'] = circular;

it.each<[what: string, value: unknown, printed: unknown]>([
  [
    'flat data',
    { sku: 'KET-01', price: 3900, isNew: true, gone: undefined },
    { sku: 'KET-01', price: 3900, isNew: true },
  ],
  ['nested data', { cart: { items: [1, null] } }, { cart: { items: [1, null] } }],
  ['a bigint', { total: 12n, more: { total: 13n } }, { total: '12', more: { total: '13' } }],
  ['a map', new Map([['a', 1]]), { a: 1 }],
  ['a set inside', { seen: new Set(['a']) }, { seen: ['a'] }],
  ['a date', { at: new Date(0) }, { at: '1970-01-01T00:00:00.000Z' }],
  ['nothing', undefined, null],
  ['a text', 'text', 'text'],
  ['a cycle', circular, '[object Object]'],
  ['no prototype', Object.assign(Object.create(null) as object, { a: 1n }), { a: '1' }],
])('prints %s', (_what, value, printed) => {
  expect(parsed(value)).toEqual(printed);
});

it('prints errors with their cause, wherever they stand', () => {
  const error = new TypeError('No', { cause: 'disk' });
  const expected = { name: 'TypeError', message: 'No', cause: { name: 'NonError', message: 'disk' } };
  expect(parsed({ error })).toMatchObject({ error: expected });
  expect(JSON.parse(plainPrinter.error(error))).toMatchObject(expected);
  expect(JSON.parse(plainPrinter.error('thrown'))).toEqual({ name: 'NonError', message: 'thrown' });
});

it('prints data as JSON does', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(plainPrinter.value(value)).toBe(JSON.stringify(value));
    }),
  );
});

it('never throws, and prints what can be read', () => {
  fc.assert(
    fc.property(
      fc.anything({ withBigInt: true, withMap: true, withSet: true, withNullPrototype: true }),
      (value) => void parsed(value),
    ),
  );
});
