import { LOG_LEVELS, splitWords, type LogFilter } from '@tailrace/protocol';
import fc from 'fast-check';

/** Few enough that filters hit entries, and awkward enough that they miss where stores disagree. */
export const AWKWARD_WORDS = [
  'timeout',
  'Time',
  'out',
  'été',
  'ÉTÉ',
  'İstanbul',
  'naïve',
  'x_y',
  'a.b',
  '42',
  '日本',
  'ΟΔΟΣ',
  '👍',
  'e\u0301',
  'timed-out',
  '"q"',
];
const KEYS = ['user_id', 'a', 'a.b', 'b', 'http.status', 'weird key', 'é', 'app', 'level'];
const VALUES = [
  '42',
  '4',
  'shop',
  'Shop',
  'shop.cart',
  'two words',
  'a_b',
  'a-b',
  'ü',
  'x'.repeat(120),
  `${'x'.repeat(120)}y`,
  '',
];
const SOURCES = ['api', 'API', 'api-gateway', 'checkout', 'ünïcode', '12'];
const LOGGERS = ['shop', 'shop.cart', 'shop.cart.totals', 'shop.cartoons', 'shop/cart', ''];

const text = fc
  .array(fc.constantFrom(...AWKWARD_WORDS), { minLength: 0, maxLength: 5 })
  .map((words) => words.join(' '));
const scalar = fc.oneof(
  fc.constantFrom(...VALUES),
  fc.constantFrom(42, 4, 1.5, -1, 0, 1e21),
  fc.boolean(),
  fc.constant(null),
);
const { value: anyValue } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
}));
const fields = fc.dictionary(fc.constantFrom(...KEYS), anyValue, { maxKeys: 4, noNullPrototype: true });
const error = fc.record(
  {
    name: fc.constantFrom('TypeError', 'Error'),
    message: text,
    code: scalar,
    cause: fc.record({ name: fc.constant('Inner'), message: text }),
  },
  { requiredKeys: ['name', 'message'] },
);

/** An entry, without its number. */
export const anyEntry = fc.record(
  {
    timestamp: fc.integer({ min: 0, max: 5 }).map((second) => `2026-11-20T10:30:0${second}.000Z`),
    level: fc.constantFrom(...LOG_LEVELS),
    category: fc.constantFrom('system', 'audit'),
    source: fc.constantFrom(...SOURCES),
    logger: fc.constantFrom(...LOGGERS),
    stream: fc.constantFrom('stdout', 'stderr'),
    message: text,
    context: fields,
    metadata: fields,
    error,
    code: fc.record({ function: fc.constantFrom('pay', 'load'), line: fc.integer({ min: 0, max: 5 }) }),
    trace: fc.record({
      execution_time_ms: fc.double({ min: 0, max: 5, noNaN: true }),
      status: fc.constant('ok'),
    }),
    action: fc.constantFrom('user_login', 'spawn'),
  },
  { requiredKeys: ['timestamp', 'level', 'source', 'message'] },
);

const comparison = fc.constantFrom('>', '>=', '<', '<=');
const fieldName = fc.oneof(
  fc.constantFrom(...KEYS, ...KEYS.map((key) => `context.${key}`), ...KEYS.map((key) => `metadata.${key}`)),
  fc.constantFrom(
    'a.b.a',
    'resource.app',
    'error.name',
    'error.code',
    'error.cause.name',
    'execution_time_ms',
    'trace.status',
    'status',
  ),
  fc.constantFrom(
    'id',
    'session',
    'seq',
    'timestamp',
    'received_at',
    'level',
    'category',
    'source',
    'logger',
    'stream',
  ),
  fc.constantFrom(
    'message',
    'context',
    'metadata',
    'error',
    'code',
    'trace',
    'action',
    'resource',
    'source.x',
    'function',
    'line',
  ),
);
const fieldValue = fc.oneof(
  fc.constantFrom(
    ...VALUES,
    ...SOURCES,
    ...LOGGERS,
    'user_login',
    'TypeError',
    'audit',
    'system',
    'stdout',
    'ok',
    'true',
    '1',
    '2',
    '01',
    '\ud83d',
    'a\0b',
  ),
);
const leaf: fc.Arbitrary<LogFilter> = fc.oneof(
  fc
    .record({
      text: text.filter((value) => splitWords(value).length > 0),
      cut: fc.nat(3),
      prefix: fc.boolean(),
    })
    .map(({ text: value, cut, prefix }): LogFilter => {
      const words = splitWords(prefix ? value.slice(0, Math.max(1, value.length - cut)) : value);
      return { kind: 'text', words: words.length > 0 ? words : ['timeout'], prefix };
    }),
  fc.record(
    { kind: fc.constant('level' as const), level: fc.constantFrom(...LOG_LEVELS), comparison },
    { requiredKeys: ['kind', 'level'] },
  ),
  fc.record({
    kind: fc.constant('field' as const),
    field: fieldName,
    test: fc.oneof(
      fc.record({ kind: fc.constant('equals' as const), value: fieldValue }),
      fc.record({
        kind: fc.constant('startsWith' as const),
        value: fc.oneof(
          fieldValue,
          fieldValue.map((value) => value.slice(0, 2)),
        ),
      }),
      fc.constant({ kind: 'present' as const }),
      fc.record({
        kind: fc.constant('compare' as const),
        comparison,
        value: fc.oneof(fc.constantFrom(0, 1, 2.5, 42), fc.constant(Date.parse('2026-11-20T10:30:03Z'))),
      }),
    ),
  }),
);
const { filter: tree } = fc.letrec<{ filter: LogFilter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3, depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.record({ kind: fc.constant('and' as const), filters: fc.array(tie('filter'), { maxLength: 3 }) }),
    fc.record({
      kind: fc.constant('or' as const),
      filters: fc.array(tie('filter'), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('not' as const), filter: tie('filter') }),
  ),
}));

/** A filter of any form. */
export const anyFilter = tree;
