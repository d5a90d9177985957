import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  MAX_ARRAY_LENGTH,
  MAX_DEPTH,
  MAX_ENTRY_KEYS,
  MAX_MESSAGE_LENGTH,
  MAX_OBJECT_KEYS,
  MAX_STACK_LENGTH,
} from './limits.ts';
import { logLineSchema } from './schema.ts';
import { serializeError, serializeValue } from './serializeValue.ts';
import { wellFormedJson } from './wellFormedJson.ts';

function revokedProxy(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

function chain(length: number): Error {
  let error = new Error('innermost');
  for (let n = 1; n < length; n += 1) error = new Error(`level ${n}`, { cause: error });
  return error;
}

const cyclic: Record<string, unknown> = { name: 'loop' };
cyclic.self = cyclic;
/** Made anew for each run, because the test runner would look into a revoked proxy and throw. */
const makeOdd: (() => unknown)[] = [
  () => undefined,
  () => 10n,
  () => Symbol('s'),
  () => () => 1,
  () => Number.NaN,
  () => new Date(Number.NaN),
  () => new Map([['k', new Set([1])]]),
  () => /x/g,
  () => new Uint8Array(3),
  () => Promise.resolve(),
  () => cyclic,
  () => revokedProxy(),
  () => Object.create(null) as unknown,
  () => new AggregateError([1, new Error('a')], 'all'),
  () => chain(20),
  () => Object.assign(new Error('odd'), { errors: { field: ['bad'] }, cause: cyclic, name: 7 }),
  () => ({
    get boom(): never {
      throw new Error('getter');
    },
  }),
  () => ({
    toJSON(): never {
      throw new Error('toJSON');
    },
  }),
  () => new Proxy({}, { ownKeys: () => revokedProxy() as unknown as string[] }),
];
const odd = fc.constantFrom(...makeOdd);
const json = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withNullPrototype: true,
  withTypedArray: true,
  withSparseArray: true,
  withBoxedValues: true,
});
/** How to make a value of any kind. */
const anything: fc.Arbitrary<() => unknown> = fc.oneof(
  { weight: 3, arbitrary: json.map((value) => () => value) },
  { weight: 1, arbitrary: odd },
  {
    weight: 1,
    arbitrary: fc
      .dictionary(fc.string({ unit: 'binary' }), fc.array(odd))
      .map(
        (makers) => () =>
          Object.fromEntries(Object.entries(makers).map(([key, list]) => [key, list.map((make) => make())])),
      ),
  },
);

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

/** Context, metadata and error share the keys of an entry with its own. */
const MAX_PART_KEYS = (MAX_ENTRY_KEYS - 16) / 3;

function keysOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const own = Array.isArray(value) ? 0 : Object.keys(value).length;
  return Object.values(value).reduce<number>((sum, item) => sum + keysOf(item), own);
}

describe('any value', () => {
  it('becomes JSON within the limits', () => {
    fc.assert(
      fc.property(anything, (make) => {
        const parsed: unknown = JSON.parse(serializeValue(make()));
        expect(depthOf(parsed)).toBeLessThanOrEqual(MAX_DEPTH - 1);
        expect(keysOf(parsed)).toBeLessThanOrEqual(MAX_PART_KEYS);
      }),
      { numRuns: 2000 },
    );
  });

  it('that is thrown becomes an error that the server takes', () => {
    const line = { seq: 1, timestamp: '2026-11-20T10:30:00.123Z', level: 'error', source: 's', message: 'm' };
    fc.assert(
      fc.property(anything, (make) => {
        const error: unknown = JSON.parse(serializeError(make()));
        expect(logLineSchema.safeParse({ ...line, error }).error?.issues).toBeUndefined();
        expect(depthOf(error)).toBeLessThanOrEqual(MAX_DEPTH - 1);
        expect(keysOf(error)).toBeLessThanOrEqual(MAX_PART_KEYS);
      }),
      { numRuns: 2000 },
    );
  });

  it('of plain JSON is printed as JSON.stringify prints it, small or not', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
        fc.pre(keysOf(value) < 90);
        const keyed = { value, padding: Array.from({ length: 60 }, () => 0) };
        for (const plain of [value, keyed]) {
          expect(serializeValue(plain)).toBe(JSON.stringify(plain));
        }
      }),
    );
  });

  it('that is well-formed stays as it is, and no lone surrogate or NUL gets through', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.array(fc.integer({ min: 0, max: 0xffff })),
        (text, units) => {
          expect(JSON.parse(wellFormedJson(JSON.stringify(text.replaceAll('\0', '')))) as string).toBe(
            text.replaceAll('\0', ''),
          );
          const hostile = `\\u0000\\ud800${String.fromCharCode(...units)}\0`;
          expect(JSON.parse(wellFormedJson(JSON.stringify(hostile)))).toBe(
            new TextDecoder().decode(new TextEncoder().encode(hostile)).replaceAll('\0', '\u2400'),
          );
        },
      ),
      { numRuns: 1000 },
    );
  });
});

it.each([
  [{ a: undefined, b: [undefined] }, '{"b":[null]}'],
  [{ total: 12n, list: new Set(['a']), map: new Map([[1, 2]]) }, '{"total":"12","list":["a"],"map":{"1":2}}'],
  [{ n: [Number.NaN, -Infinity] }, '{"n":["NaN","-Infinity"]}'],
  [{ at: new Date(0), never: new Date(Number.NaN) }, '{"at":"1970-01-01T00:00:00.000Z","never":null}'],
  [{ run: function go() {}, mark: Symbol('x') }, '{"run":"[Function go]","mark":"Symbol(x)"}'],
  [
    { wait: Promise.resolve(), bytes: new Uint8Array(2), re: /a/i },
    '{"wait":"[Promise]","bytes":"[Uint8Array]","re":"/a/i"}',
  ],
  [{ url: new URL('https://logs.example.com/') }, '{"url":"https://logs.example.com/"}'],
  [{ boxed: Object('text') as unknown }, '{"boxed":"text"}'],
  [cyclic, '{"name":"loop","self":"[Circular]"}'],
  [undefined, 'null'],
])('%o is written as %s', (value, json) => {
  expect(serializeValue(value)).toBe(json);
});

it('a revoked proxy costs its own property only', () => {
  expect(serializeValue({ gone: revokedProxy(), here: 1 })).toBe('{"gone":"[Throws]","here":1}');
});

it('a getter that throws costs its own property only', () => {
  const value = {
    before: 1,
    get boom(): never {
      throw new Error('no');
    },
    after: 2,
  };
  expect(serializeValue(value)).toBe('{"before":1,"boom":"[Throws]","after":2}');
});

it('what is cut says so', () => {
  const many = Object.fromEntries(Array.from({ length: 150 }, (_, n) => [`k${n}`, n]));
  const keys = JSON.parse(serializeValue(many)) as Record<string, unknown>;
  expect(Object.keys(keys)).toHaveLength(MAX_OBJECT_KEYS);
  expect(keys['…']).toBe('51 more');

  const list = JSON.parse(serializeValue(Array.from({ length: 1000 }, () => 1))) as unknown[];
  expect(list).toHaveLength(MAX_ARRAY_LENGTH);
  expect(list.at(-1)).toBe('… 745 more');

  const text = JSON.parse(serializeValue('x'.repeat(100_000))) as string;
  expect(text).toHaveLength(MAX_MESSAGE_LENGTH);
  expect(text.endsWith('… [100000 characters]')).toBe(true);

  let deep: unknown = 'bottom';
  for (let n = 0; n < 5000; n += 1) deep = { deep };
  expect(serializeValue(deep)).toContain('"[Object]"');
});

describe('an error', () => {
  it('keeps name, message, stack, its own properties and its causes', () => {
    const error = Object.assign(
      new TypeError('outer', { cause: new RangeError('inner', { cause: 'disk' }) }),
      {
        status: 503,
      },
    );
    expect(JSON.parse(serializeError(error))).toMatchObject({
      name: 'TypeError',
      message: 'outer',
      stack: error.stack,
      status: 503,
      cause: { name: 'RangeError', message: 'inner', cause: { name: 'NonError', message: 'disk' } },
    });
  });

  it('keeps the members of an AggregateError, also when they are no errors', () => {
    const error = new AggregateError([new Error('one'), 'two'], 'both');
    expect(JSON.parse(serializeError(error))).toMatchObject({
      errors: [{ name: 'Error', message: 'one' }, 'two'],
    });
  });

  it('with a crowd of members says how many it left out', () => {
    const crowd = new AggregateError(Array.from({ length: 500 }, () => new AggregateError([1, 2], 'pair')));
    const written = JSON.parse(serializeError(crowd)) as { errors: unknown[] };
    expect(keysOf(written)).toBeLessThanOrEqual(MAX_PART_KEYS);
    expect(written.errors.at(-1)).toBe(`… ${500 - written.errors.length + 1} more`);
  });

  it('ends a long chain of causes and a circular one', () => {
    let seen = 0;
    for (let error = JSON.parse(serializeError(chain(50))) as { cause?: object }; error.cause; seen += 1) {
      error = error.cause;
    }
    expect(seen).toBe(MAX_DEPTH - 2);
    const circular = new Error('a');
    circular.cause = circular;
    expect(JSON.parse(serializeError(circular))).toMatchObject({ cause: { message: '[Circular]' } });
  });

  it('cuts a huge message and a huge stack', () => {
    const error = new Error('m'.repeat(100_000));
    error.stack = 's'.repeat(100_000);
    const written = JSON.parse(serializeError(error)) as { message: string; stack: string };
    expect(written.message.length).toBeLessThanOrEqual(MAX_MESSAGE_LENGTH);
    expect(written.stack.length).toBeLessThanOrEqual(MAX_STACK_LENGTH);
    expect(written.stack).toContain('100000 characters');
  });

  it('inside other data has the same shape', () => {
    const data = JSON.parse(serializeValue({ failures: [new RangeError('x')] })) as object;
    expect(data).toMatchObject({ failures: [{ name: 'RangeError', message: 'x' }] });
  });
});
