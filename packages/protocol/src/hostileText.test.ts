import { expect, it } from 'vitest';
import { createSanitizer } from './LogSanitizer.ts';
import { MAX_ENTRY_BYTES } from './limits.ts';

/** What is repeated to fill an entry: each makes some expression begin anew, go far, and fail. */
const SHAPES = [
  [
    'a',
    'A',
    '1',
    '4',
    ' ',
    '\\',
    '"',
    "'",
    '{',
    '[',
    '@',
    '.',
    '-',
    '_',
    '/',
    ':',
    '=',
    '%',
    '\n',
    'é',
    '😀',
  ],
  [
    'a@',
    '@a',
    'a.',
    'a@a.',
    '@a.a.',
    'a.b@c.d',
    'a-',
    '-a',
    '%40',
    '%2B',
    'a%40',
    '//a',
    '://',
    '://a',
    '://a:',
  ],
  [
    '://a:b',
    '://:',
    ':a@',
    'eyJ',
    'eyJa',
    '.eyJ',
    'eyJaaaaaa.',
    'eyJ.eyJ.',
    '-eyJ',
    'sk-',
    'sk-a',
    'ghp_',
    'npm_a',
  ],
  [
    'xghp_aaaaaaaaaaaaaaaa',
    'sk-ant-',
    'xoxb-',
    'AKIA',
    'AIza',
    'SG.',
    'ya29.',
    '1234567890:AA',
    'T12345678/B',
  ],
  [
    '-----BEGIN PRIVATE KEY-----',
    '-----BEGIN ',
    '-----END',
    '-----BEGIN PRIVATE KEY-----AAAAAAAAAAAAAAAAAAAA\\',
  ],
  [
    'bearer ',
    'bearer a',
    'bearer aaaaaaaa',
    'basic ',
    'basic aaaaaaaa ',
    'Basic a',
    'code=',
    '?code=',
    '?code=a',
  ],
  [
    '4111 ',
    '4111 1111 1111 1112 ',
    '4111-',
    '1111',
    '411111111111111',
    '4111%20',
    'GB82 ',
    'GB82WEST',
    'AA11 AAAA ',
  ],
  [
    '219-',
    '219-09-',
    '219-09-999',
    'password',
    'password ',
    'password=',
    'password:',
    'password: ',
    'password="',
  ],
  [
    "password='",
    'password=\\"',
    '"password":',
    '"password":"',
    '\\"password\\":\\"',
    '"password":{',
    '"password":[',
  ],
  [
    'password={"',
    'password[',
    'password]=',
    'pin=',
    'pin:',
    "pin:'",
    'pin="',
    'pin=\\"',
    'pin={',
    'pin=1,',
    'pin=a,b',
  ],
  [
    'cookie: a=',
    'cookie: a=b; ',
    'authorization: bearer ',
    'secret\\\\',
    'secret\\\\\\"',
    'token"',
    'token\\',
    'token, ',
  ],
  [
    '"token","value":',
    'token>a',
    'token>a</',
    'unexpected token: ',
    'api_',
    'api key ',
    'pass',
    'pwd=/',
    'a b ',
    'a: b ',
  ],
  [
    'redacted:',
    '[redacted:',
    '[redacted:secret',
    '[redacted:secret]=',
    '\\u0041',
    '\\n',
    '\\na@b.cc',
    '\\\\"',
    '{"a":',
  ],
  [
    '{"password":',
    '["a",',
    '4111111111111111,',
    '"4111111111111111",',
    '{"a@b.cc":1},',
    '0af7651916cd43dd8448eb21',
  ],
].flat();

const { sanitizeLine, sanitizeText, inspectLine } = createSanitizer();

function fill(shape: string): string {
  return shape.repeat(Math.ceil(MAX_ENTRY_BYTES / shape.length)).slice(0, MAX_ENTRY_BYTES);
}

// The runner's time limit is the guard: what is not linear takes seconds, and the square of it minutes.
it.each(SHAPES)('64 KiB of %j are done with in time', (shape) => {
  const text = fill(shape);
  for (const input of [text, ` ${text}`, `${text}"`, `"${text}`, `{"seq":1,"message":"${text}"}`]) {
    expect(sanitizeText(input).length).toBeGreaterThan(0);
    expect(sanitizeLine(input).length).toBeGreaterThan(0);
  }
  const line = JSON.stringify({ seq: 1, message: text, list: [text] });
  expect(JSON.parse(sanitizeLine(line))).toHaveProperty('message');
  expect(Array.isArray(inspectLine(line))).toBe(true);
});
