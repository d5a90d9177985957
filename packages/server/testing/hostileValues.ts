import { MAX_FILTER_LENGTH, MAX_MESSAGE_LENGTH } from '@tailrace/protocol';
import fc from 'fast-check';

/** Text of a URL that is escaped already, well or badly. */
export interface Escaped {
  readonly escaped: string;
}

/** What a part of a URL may be made of. */
export type UrlText = string | Escaped;

/** Strings that nobody should send, and somebody will. */
export const HOSTILE_TEXTS: readonly string[] = [
  '',
  ' ',
  '0',
  '-1',
  '1.5',
  '1e999',
  '99999999999999999999',
  'NaN',
  'true',
  'null',
  '[]',
  '{"a":1}',
  '\0',
  'a\0b',
  '\u001b[31mred\u001b[0m',
  'a\r\nSet-Cookie: a=b',
  '\u0085\u2028\u009b',
  '\u202egnirts\u202c',
  '\ufeff\u200b',
  '\ud800',
  '🜂'.repeat(50),
  '.',
  '..',
  '../../meta.db',
  '/',
  '\\',
  '%',
  '%00',
  '*',
  '?',
  '#',
  '"',
  "' OR 1=1 --",
  '__proto__',
  'constructor',
  'a:b',
  'a:[1 TO',
  '/(a+)+$/',
  '/[/',
  '('.repeat(40),
  '-'.repeat(300),
  '<script>alert(1)</script>',
  '=1+1',
  '2026-02-30',
  '0000-00-00T00:00:00Z',
  '+275760-09-13T00:00:00.001Z',
  'x'.repeat(MAX_FILTER_LENGTH + 1),
  'x'.repeat(MAX_MESSAGE_LENGTH * 2),
];

/** Text of a URL that no escaping makes. */
export const HOSTILE_ESCAPES: readonly Escaped[] = [
  '%',
  '%zz',
  '%E0%A4%A',
  '%ff%fe',
  '+',
  '%2e%2e%2f',
  '%0d%0a',
].map((escaped) => ({ escaped }));

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE_TEXTS) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.integer().map(String) },
  { weight: 1, arbitrary: fc.date({ noInvalidDate: true }).map((date) => date.toISOString()) },
);

export const hostileUrlText: fc.Arbitrary<UrlText> = fc.oneof(
  { weight: 6, arbitrary: hostileText },
  { weight: 1, arbitrary: fc.constantFrom(...HOSTILE_ESCAPES) },
);

/** What JSON can say, where something else was meant. */
export const hostileJson: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, -1, 1e308, 0.1, [], {}, [[]], [null], [{}], { a: null }),
  hostileText,
  fc.jsonValue({ maxDepth: 4 }),
  fc.constant(JSON.parse('{"__proto__":{"a":1},"constructor":1,"":2}') as unknown),
);

/** Bodies that are not what any route wants: of whatever it is told to be. */
export const HOSTILE_BODIES: readonly string[] = [
  '',
  ' ',
  '{',
  '[]',
  '[null]',
  'null',
  'true',
  '0',
  '"text"',
  '{}',
  '{"a":1',
  '\0',
  '\ufeff{}',
  '{"a":"\u0001"}',
  '{"a":"\\ud800"}',
  '{"__proto__":{"role":"admin"}}',
  '[['.repeat(20_000),
  '{"a":'.repeat(3000) + '1' + '}'.repeat(3000),
  `{"message":"${'x'.repeat(1_200_000)}"}`,
  'not json at all\nnor this',
  '{"v":1}\n{"seq":1}\n',
];
