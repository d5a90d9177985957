/*
 * What random entries and random filters speak of: few enough names and values that filters hit entries, and awkward
 * enough that they miss where parser, matcher and stores disagree.
 */

export const WORDS = [
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
  'back\\slash/',
  'OR',
  'not',
  '\u212Aelvin',
  'ſea',
  'line\nfeed',
  '100%',
];

export const KEYS = [
  'user_id',
  'a',
  'a.b',
  'b',
  'http.status',
  'weird key',
  'é',
  'a:b',
  'quo"te',
  'app',
  'level',
];

export const VALUES = [
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

export const NUMBERS = [42, 4, 1.5, -1, 0, 1e21];

export const SOURCES = ['api', 'API', 'api-gateway', 'checkout', 'ünïcode', '12'];

export const LOGGERS = ['shop', 'shop.cart', 'shop.cart.totals', 'shop.cartoons', 'shop/cart', ''];

/** Values that only filters have: what the language itself is written in, and what no entry can hold. */
export const FILTER_VALUES = [
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
  '1e+21',
  'quo"te',
  'back\\slash',
  '*',
  'a*b',
  '-1',
  '(x)',
  '/x/',
  '[1',
  '{1 TO 2}',
  '>5',
  ' ',
  'a:b',
  'OR',
  '\ud83d',
  'a\0b',
];

/** Fields of the entry itself whose value is text, or a number. */
export const ENTRY_FIELDS = [
  'id',
  'session',
  'seq',
  'category',
  'source',
  'logger',
  'stream',
  'message',
  'action',
];

export const TIMES = ['timestamp', 'received_at'];

export const FIELDS = [
  ...KEYS,
  ...KEYS.map((key) => `context.${key}`),
  ...KEYS.map((key) => `metadata.${key}`),
  ...ENTRY_FIELDS,
  'a.b.a',
  'resource.app',
  'error.name',
  'error.code',
  'error.cause.name',
  'execution_time_ms',
  'trace.status',
  'status',
  'function',
  'line',
  'context',
  'metadata',
  'error',
  'code',
  'trace',
  'resource',
  'source.x',
];
