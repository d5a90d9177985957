import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSanitizer } from './LogSanitizer.ts';
import { MAX_MESSAGE_LENGTH } from './limits.ts';
import { sanitizeLine as standardLine } from './standardSanitizer.ts';

const { sanitizeLine, sanitizeText, inspectLine } = createSanitizer();
const line = (fields: object) =>
  JSON.stringify({ seq: 1, level: 'info', source: 'web', message: 'm', ...fields });

type Data = Record<string, unknown>;

/** What rules begin with, end with and stumble over. */
const BITS = [
  [
    'password',
    'token',
    'apiKey',
    'pin',
    'cookie',
    'Authorization',
    'cvv',
    'secret',
    'sig',
    '[redacted:secret]',
  ],
  [
    '=',
    ':',
    ': ',
    '"',
    "'",
    '`',
    '\\',
    '\\"',
    '\\\\"',
    '\\n',
    '\n',
    '\t',
    '\0',
    '\u001b',
    ' ',
    ',',
    ';',
    '&',
    '?',
  ],
  [
    '{',
    '}',
    '[',
    ']',
    '(',
    ')',
    '<',
    '>',
    '://',
    '/',
    '@',
    '%40',
    '%22',
    '%3D',
    '.',
    '-',
    '_',
    '…',
    '😀',
    '\uD800',
  ],
  [
    'Bearer ',
    'Basic dTpw',
    'eyJhbGciOiJ.eyJzdWIi.x',
    '4111 1111 1111 1111',
    '4111',
    '219-09-9999',
    'GB82 WEST',
  ],
  [
    '-----BEGIN PRIVATE KEY-----',
    'AAAAAAAAAAAAAAAAAAAAAAAA',
    '-----END PRIVATE KEY-----',
    'jane',
    'example.com',
  ],
  ['"value":', 'null', '17', 'x', 'u0041', 'postgres', 'code=', '{"password":"x1"}', '"password":"x1"'],
].flat();
const text = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.array(fc.constantFrom(...BITS), { maxLength: 12 }).map((bits) => bits.join('')),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
);
const { data } = fc.letrec<{ data: unknown; object: unknown; nested: unknown }>((tie) => ({
  data: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    text,
    fc.integer(),
    fc.constantFrom(true, null, 4111111111111111, 1.5),
    tie('object'),
    fc.array(tie('data'), { maxLength: 4 }),
    tie('nested'),
  ),
  object: fc.dictionary(text, tie('data'), { maxKeys: 4 }),
  nested: tie('data').map((value) => JSON.stringify(value) ?? ''),
}));

/** The value with its texts blanked, and with it what the other redacted as a whole: what must be the same. */
function shapeOf(value: unknown, redacted: unknown): unknown {
  if (redacted === '[redacted:secret]' || typeof value === 'string') return typeof redacted;
  if (Array.isArray(value)) return value.map((item, n) => shapeOf(item, (redacted as unknown[])[n]));
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value).map(([key, item]) => [key, shapeOf(item, (redacted as Data)[key])]);
}

describe('any line', () => {
  it('stays a line with the same keys, and a second time changes nothing', () => {
    fc.assert(
      fc.property(data, text, fc.constantFrom(undefined, 1), (value, message, space) => {
        const entry = { seq: 1, level: 'info', source: 'web', message, metadata: { value }, z: 17 };
        const before = JSON.stringify(entry, undefined, space);
        const after = sanitizeLine(before);
        const [old, redacted] = [JSON.parse(before), JSON.parse(after)] as unknown[];
        expect(shapeOf(redacted, redacted)).toEqual(shapeOf(old, redacted));
        expect(sanitizeLine(after)).toBe(after);
        expect(inspectLine(before).length > 0).toBe(after !== before);
      }),
      { numRuns: 3000 },
    );
  });

  it('keeps no secret, wherever it is planted', () => {
    const secrets = ['4111111111111111', 'jane@example.com', 'DE89370400440532013000', '219-09-9999'];
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(...secrets), fc.nat(), fc.nat(3), (json, secret, at, depth) => {
        const strings = [...json.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?/g)].filter(([, colon]) => !colon);
        fc.pre(strings.length > 0);
        const { index } = strings[at % strings.length]!;
        let planted = `${json.slice(0, index + 1)} ${secret} ${json.slice(index + 1)}`;
        for (let level = 0; level < depth; level += 1) planted = JSON.stringify({ body: planted });
        expect(sanitizeLine(planted)).not.toContain(secret);
        expect(sanitizeText(planted)).not.toContain(secret);
      }),
    );
  });

  it('that is no JSON is redacted as well, without throwing', () => {
    fc.assert(
      fc.property(text, (garbage) => {
        expect(typeof sanitizeLine(garbage)).toBe('string');
        const once = sanitizeText(garbage);
        expect(sanitizeText(once)).toBe(once);
      }),
      { numRuns: 2000 },
    );
    expect(sanitizeLine('{"seq":1,"message":"mail jane@example.com')).toBe(
      '{"seq":1,"message":"mail [redacted:email]',
    );
  });
});

it('a long message does not grow, so that the server does not refuse it', () => {
  for (const bit of ['a@b.cc ', 'pwd=x;', 'pin=123 ']) {
    for (const length of [4000, MAX_MESSAGE_LENGTH]) {
      const message = bit.repeat(MAX_MESSAGE_LENGTH).slice(0, length);
      const after = sanitizeLine(line({ message }));
      expect((JSON.parse(after) as { message: string }).message.length).toBeLessThanOrEqual(
        MAX_MESSAGE_LENGTH,
      );
      expect(after).not.toContain(bit);
      expect(sanitizeLine(after)).toBe(after);
    }
  }
});

it('the standard sanitizer is the one without options', () => {
  const before = line({ message: 'token=abc123 of jane@example.com' });
  expect(standardLine(before)).toBe(sanitizeLine(before));
});

it('a clean line is returned as it is', () => {
  const clean = line({ metadata: { total: 12 } });
  expect(sanitizeLine(clean)).toBe(clean);
});

describe('profiles', () => {
  const before = line({ message: 'token=abc123 of jane@example.com' });

  it('development keeps e-mail addresses', () => {
    const { message } = JSON.parse(createSanitizer({ profile: 'development' }).sanitizeLine(before)) as {
      message: string;
    };
    expect(message).toBe('token=[redacted:secret] of jane@example.com');
  });

  it('off keeps everything', () => {
    const off = createSanitizer({ profile: 'off' });
    expect(off.sanitizeLine(before)).toBe(before);
    expect(off.sanitizeText(before)).toBe(before);
    expect(off.inspectLine(before)).toEqual([]);
  });

  it('a list of rules applies those only', () => {
    const only = createSanitizer({ profile: ['email'] });
    expect(only.sanitizeText('token=abc123 of jane@example.com')).toBe('token=abc123 of [redacted:email]');
    expect(createSanitizer({ profile: [] }).sanitizeLine(before)).toBe(before);
  });
});

describe('own rules', () => {
  it('names hide their values in any case and with any separator', () => {
    const own = createSanitizer({ keys: ['customerNumber', /^x-internal-\w+/] });
    expect(own.sanitizeText('customer_number=17x, CUSTOMER-NUMBER: "18"')).toBe(
      'customer_number=[redacted:secret], CUSTOMER-NUMBER: "[redacted:secret]"',
    );
    expect(JSON.parse(own.sanitizeLine(line({ customerNumber: 17, customerNumbers: 18 })))).toMatchObject({
      customerNumber: '[redacted:secret]',
      customerNumbers: 18,
    });
  });

  it('patterns replace in strings, not in keys, and keep the line valid', () => {
    const own = createSanitizer({
      patterns: [
        { name: 'ticket', pattern: /\bTKT-\d{6}\b/ },
        { name: 'plate', pattern: /(\w{2})-(\d{3}) "x"/g, replace: '$1-*** "y"' },
      ],
    });
    const before = line({ message: 'TKT-123456 AB-123 "x"\nTKT-654321', metadata: { 'TKT-123456': 1 } });
    expect(JSON.parse(own.sanitizeLine(before))).toMatchObject({
      message: '[redacted:ticket] AB-*** "y"\n[redacted:ticket]',
      metadata: { 'TKT-123456': 1 },
    });
    expect(own.inspectLine(before).map(({ rule }) => rule)).toEqual(['ticket', 'ticket', 'plate']);
  });

  it('a slow pattern stays bearable', () => {
    const own = createSanitizer({ patterns: [{ name: 'slow', pattern: /a+a+$/ }] });
    expect(own.sanitizeText(`${'a'.repeat(60_000)} b`).length).toBeGreaterThan(1000);
  });
});

it('what is allowed stays', () => {
  const some = createSanitizer({
    allow: { keys: ['csrfToken', /^test_/], values: ['support@example.com', /@example\.org$/] },
  });
  expect(
    some.sanitizeText(
      'csrfToken=a1b2 test_password=x9 accessToken=c3 Support@example.com a@example.org b@example.com',
    ),
  ).toBe(
    'csrfToken=a1b2 test_password=x9 accessToken=[redacted:secret] Support@example.com a@example.org [redacted:email]',
  );
});

it('the dry run says what, where and how long, and not the secret', () => {
  const before = line({ message: 'mail jane@example.com', metadata: { password: 'hunter2' } });
  const findings = inspectLine(before);
  expect(findings).toEqual([
    { rule: 'email', offset: before.indexOf('jane'), length: 'jane@example.com'.length },
    { rule: 'secret', offset: before.indexOf('hunter2'), length: 'hunter2'.length },
  ]);
});
