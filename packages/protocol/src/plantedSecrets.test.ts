import { describe, expect, it } from 'vitest';
import { createSanitizer } from './LogSanitizer.ts';

/** Secrets are put together here, so that no scanner of this repository takes them for real. */
const join = (...parts: string[]) => parts.join('');
const base64 = (text: string) => Buffer.from(text).toString('base64');
const base64Url = (text: string) => Buffer.from(text).toString('base64url');
const LONG = 'Zk3vQ9tLw2Xn7Rb5Yc8Hd4Mf6Pg1Js0A';

const JWT = [base64Url('{"alg":"HS256"}'), base64Url('{"sub":"17","admin":true}'), LONG].join('.');
const PEM_BODY = `${LONG}${LONG}\n${LONG}+/8${LONG}==`;
const pem = (kind: string) =>
  `-----BEGIN ${join(kind, 'PRIVATE', ' KEY')}-----\n${PEM_BODY}\n-----END ${join(kind, 'PRIVATE', ' KEY')}-----`;

/** Texts that hold a secret, and the part of it that must not survive. */
const TEXTS: [text: string, secret: string][] = [
  // Cards, by network and by how people write them.
  ...[
    '4111111111111111',
    '4111 1111 1111 1111',
    '4012-8888-8888-1881',
    '4111.1111.1111.1111',
    '5555555555554444',
    '5105 1051 0510 5100',
    '2223003122003222',
    '378282246310005',
    '3714 496353 98431',
    '6011111111111117',
    '3530111333300000',
    '30569309025904',
    '6200000000000005',
    '4111+1111+1111+1111',
    '4111%201111%201111%201111',
  ].map((card): [string, string] => [`paid with ${card} 12/29`, card]),
  ['order 2024 4111 1111 1111 1111', '4111 1111 1111'],
  // E-mail addresses.
  ...[
    'jane.roe@example.com',
    'JANE@EXAMPLE.CO.UK',
    'a+b_c-d@sub.example.museum',
    'x@xn--bcher-kva.example.de',
    'user@163.com',
    'müller@beispiel.de',
    'o.neil@example.ie',
  ].map((address): [string, string] => [`Mail to <${address}> bounced.`, address]),
  ['https://shop.example.com/?email=jane%40example.com&x=1', 'jane%40example.com'],
  ['https://shop.example.com/?to=jane%2540example.com', 'jane%2540example'],
  ['mailto:jane@example.com', 'jane@example.com'],
  ['line one\njane@example.com\tx', 'jane@example.com'],
  // Tokens told by their form.
  [`session ${JWT} opened`, JWT.slice(0, 40)],
  [`line\n${JWT}`, JWT.slice(0, 40)],
  [`?assertion%3D%20${JWT}`, JWT.slice(0, 40)],
  [`Authorization: Bearer ${LONG}`, LONG],
  [`sent bearer ${LONG} along`, LONG],
  [`curl -H 'authorization: bearer ${LONG}' https://api.example.com`, LONG],
  [`sent Basic ${base64('aladdin:opensesame')}`, base64('aladdin:opensesame')],
  [`Authorization: Basic ${base64('u:p')}`, base64('u:p')],
  [`Proxy-Authorization: Digest username=x, response=${LONG}`, LONG],
  [`authorization: AWS4-HMAC-SHA256 Credential=x/y, Signature=${LONG}`, LONG],
  // Keys of vendors.
  ...[
    ['sk_', 'live_', LONG],
    ['rk_', 'test_', LONG],
    ['whsec_', LONG],
    ['gh', 'p_', LONG, 'abcd'],
    ['gh', 's_', LONG, 'abcd'],
    ['github_', 'pat_', LONG, '_', LONG],
    ['gl', 'pat-', LONG.slice(0, 20)],
    ['xo', 'xb-', '123456789012-', LONG],
    ['xa', 'pp-1-', LONG],
    ['AK', 'IA', 'IOSFODNN7EXAMPLE'],
    ['AS', 'IA', 'IOSFODNN7EXAMPLE'],
    ['AI', 'za', LONG, 'abc'],
    ['ya', '29.', LONG],
    ['GOC', 'SPX-', LONG],
    ['S', 'G.', LONG.slice(0, 22), '.', LONG],
    ['S', 'K', '0123456789abcdef0123456789abcdef'],
    ['ke', 'y-', '0123456789abcdef0123456789abcdef'],
    ['n', 'pm_', LONG, 'abcd'],
    ['py', 'pi-', LONG, LONG],
    ['h', 'f_', LONG],
    ['sk-', 'proj-', LONG],
    ['sk-', 'ant-', 'api03-', LONG],
    ['sk-', LONG, LONG],
    ['gs', 'k_', LONG],
    ['do', 'p_v1_', '0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'],
    ['shp', 'at_', '0123456789abcdef0123456789abcdef'],
    ['sq0', 'atp-', LONG],
    ['hv', 's.', LONG],
    ['gl', 'sa_', LONG],
    ['lin_', 'api_', LONG],
    ['sb', 'p_', LONG],
    ['tskey', '-auth-', LONG],
    ['PM', 'AK-', LONG],
    ['NR', 'AK-', LONG],
    ['da', 'pi', '0123456789abcdef0123456789abcdef'],
    ['ATA', 'TT3', LONG],
    ['123456789', ':AA', LONG, 'abc'],
    ['https://hooks.slack.com/services/T0', '1234567/B0', '1234567/', LONG],
  ].map((parts): [string, string] => [`using ${join(...parts)} now`, parts.at(-1)!]),
  // Key blocks, whole and cut.
  [pem(''), LONG],
  [pem('RSA '), LONG],
  [pem('OPENSSH '), LONG],
  [pem('ENCRYPTED '), LONG],
  [pem('EC ').slice(0, 90), LONG.slice(0, 20)],
  [`key: ${JSON.stringify(pem(''))}, next`, LONG],
  // Numbers of people and accounts.
  ['ssn 219-09-9999 on file', '219-09-9999'],
  ['SSN: 219099999', '219099999'],
  ['pay DE89370400440532013000 today', 'DE89370400440532013000'],
  ['pay DE89 3704 0044 0532 0130 00 BIC COBADEFF', '3704 0044'],
  ['pay GB82 WEST 1234 5698 7654 32', 'WEST 1234'],
  ['IBAN=NO9386011117947', 'NO9386011117947'],
  ['FR1420041010050500013M02606.', 'FR1420041010050500013M02606'],
  // Credentials in URLs.
  ...[
    ['postgres://app:', 'hunter2pw', '@db:5432/app'],
    ['rtsp://admin:', 'p@ss-w0rd', '@192.168.1.20:554/stream1'],
    ['https://user:', 'hunter2pw', '@example.com/x'],
    ['redis://:', 'hunter2pw', '@cache:6379/0'],
    ['mongodb+srv://u:', 'hunter2pw', '@c0.example.net/?retry=1'],
    ['amqp://guest:', 'hunt#er2', '@mq'],
    ['smb://DOM;u:', 'hunter2pw', '@files'],
    ['ftp://u:', 'hunter2%40', '@files/a'],
    ['mysql://root:', 'hunter2?x', '@localhost'],
    ['https:\\/\\/user:', 'hunter2pw', '@example.com'],
  ].map((parts): [string, string] => [`cannot open ${join(...parts)} (tried 3 times)`, parts[1]!]),
  ['two: http://a:hunter1pw@h/x http://b:hunter2pw@h/y', 'hunter2pw'],
  // Queries, fragments, forms.
  [`GET /cb?access_token=${LONG}&state=1`, LONG],
  [`https://x.example/#id_token=${LONG}`, LONG],
  [`/reset?token=${LONG}`, LONG],
  [`/v1?api_key=${LONG}&q=shoes`, LONG],
  [`/v1?apikey=${LONG}`, LONG],
  [`/oauth/cb?code=${LONG}&state=xyz`, LONG],
  [`/f?X-Amz-Signature=${LONG}`, LONG],
  [`/blob?sv=2020&sig=${LONG}`, LONG],
  [`?client_secret=${LONG}`, LONG],
  [`user%5Bpassword%5D=hunter2pw&x=1`, 'hunter2pw'],
  [`user[password]=hunter2pw&x=1`, 'hunter2pw'],
  [`next=%2Fcb%3Ftoken%3D${LONG}`, LONG],
  // name=value and name: value.
  ['login failed, password=hunter2pw, user=jane', 'hunter2pw'],
  ['login failed, password = "hunter 2 pw"', 'hunter 2 pw'],
  ["login failed, password: 'hunter,2 pw'", 'hunter,2 pw'],
  ['password: hunter2pw', 'hunter2pw'],
  ['password: letmein', 'letmein'],
  ['Password:hunter2pw', 'hunter2pw'],
  ['pwd=hunter2pw;', 'hunter2pw'],
  ['Server=db;Database=x;User Id=sa;Password=hunt3r,pw;Encrypt=true', 'hunt3r,pw'],
  [`AccountName=x;AccountKey=${LONG}==;EndpointSuffix=y`, LONG],
  ['DB_PASSWORD=hunter2pw', 'hunter2pw'],
  ['export SECRET_KEY_BASE=hunter2pw', 'hunter2pw'],
  [`AWS_SECRET_ACCESS_KEY=${LONG}`, LONG],
  ['passphrase = hunter2pw', 'hunter2pw'],
  [`//registry.npmjs.org/:_authToken=${LONG}`, LONG],
  [`x-api-key: ${LONG}`, LONG],
  [`X-Auth-Token: ${LONG}`, LONG],
  [`X-CSRF-Token: ${LONG}`, LONG],
  ['API key: abcdef1234', 'abcdef1234'],
  ['--password=hunter2pw', 'hunter2pw'],
  ["{ password: 'hunter2pw', user: 1 }", 'hunter2pw'],
  ['config["password"] = "hunter2pw"', 'hunter2pw'],
  ['<password>hunter2pw</password>', 'hunter2pw'],
  ['cvv: 987, exp 12/29', '987'],
  ['pin=4711', '4711'],
  ['otp: 482913', '482913'],
  ['first\npassword=hunter2pw\nlast', 'hunter2pw'],
  // Names of what has a form of its own, which goes on behind a blank.
  ['card number: 4111 1111 1111 1111, exp 12/29', '1111 1111'],
  ['cardNumber=4111-1111-1111-1112', '1111-1112'],
  ['IBAN: GB82 WEST 1234 5698 7654 32 of Jane', '5698 7654'],
  [`token: Bearer ${LONG}`, LONG],
  [`access token = bearer abcdefghij klm`, 'abcdefghij'],
  [`privateKey: ${pem('RSA ')}`, LONG],
  [`"private_key": "${pem('')}"`, LONG],
  ['paid with 4111  1111  1111  1111', '1111  1111'],
  ['Passwort: hunter2pw', 'hunter2pw'],
  // Cookies.
  [`Cookie: theme=dark; sid=${LONG}`, LONG],
  [`Set-Cookie: sid=${LONG}; HttpOnly`, LONG],
  [`PHPSESSID=${LONG}`, LONG],
  [`JSESSIONID=${LONG};`, LONG],
  [`connect.sid=${LONG}`, LONG],
  // JSON in text.
  ['got {"user":"jane","password":"hunter2pw"} back', 'hunter2pw'],
  ['{"user":{"password":"hunter2pw","a":1}}', 'hunter2pw'],
  ['{"password":"hunter\\"2 pw","a":1}', '2 pw'],
  [`{"a":${JSON.stringify('{"password":"hunter2pw","b":"c"}')}}`, 'hunter2pw'],
  ['{"password":"hunter2pw', 'hunter2pw'],
  ['{"cvv":987,"a":4}', '987'],
  ['{"password":" hunter2","a":4}', 'hunter2'],
  ['{"password":",hunter2"}', 'hunter2'],
  ['{"password":"}hunter2"}', 'hunter2'],
  [`{"tokens":{"refresh_token":"${LONG}"}}`, LONG],
  [`[{"name":"Authorization","value":"${LONG}"}]`, LONG],
  ['{"credentials":{"secret":["hunter2pw","x"]}}', 'hunter2pw'],
];

/** Names, all of which hide what they name. */
const NAMES = [
  'password',
  'PASSWORD',
  'Password',
  'passwd',
  'pwd',
  'userPassword',
  'user_password',
  'new-password',
  'password_confirmation',
  'passwordHash',
  'passphrase',
  'passcode',
  'pass',
  'db_pass',
  'secret',
  'client_secret',
  'clientSecret',
  'CLIENT-SECRET',
  'secrets',
  'token',
  'accessToken',
  'access_token',
  'refresh-token',
  'ID_TOKEN',
  'x-auth-token',
  'csrfToken',
  'apiKey',
  'api_key',
  'API-KEY',
  'apikey',
  'X-Api-Key',
  'api key',
  'privateKey',
  'private_key',
  'secretKey',
  'aws_secret_access_key',
  'encryptionKey',
  'sshKey',
  'authorization',
  'Authorization',
  'Proxy-Authorization',
  'cookie',
  'Set-Cookie',
  'cookies',
  'jwt',
  'mnemonic',
  'seedPhrase',
  'cardNumber',
  'card_number',
  'creditCard',
  'ssn',
  'socialSecurityNumber',
  'iban',
];

type Data = Record<string, unknown>;
const line = (fields: Data) =>
  JSON.stringify({
    seq: 1,
    timestamp: '2026-11-20T10:30:00.123Z',
    level: 'error',
    source: 'web',
    logger: 'shop.cart',
    message: 'm',
    ...fields,
  });

const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

/** Where a value can stand in an entry. */
const PLACES: Record<string, (value: unknown) => Data> = {
  message: (value) => ({ message: textOf(value) }),
  metadata: (value) => ({ metadata: { a: 1, value, b: 'c' } }),
  'nested metadata': (value) => ({ metadata: { request: { attempts: [{ value }], n: 1 } } }),
  array: (value) => ({ metadata: { list: ['a', [value, 'b'], 2] } }),
  context: (value) => ({ context: { user_id: '17', value } }),
  'error message': (value) => ({ error: { name: 'Error', message: textOf(value), stack: 's' } }),
  stack: (value) => ({
    error: { name: 'E', message: 'm', stack: `E: ${textOf(value)}\n    at f (a.js:1:2)` },
  }),
  cause: (value) => ({ error: { name: 'E', message: 'm', cause: { name: 'F', message: 'n', value } } }),
  'JSON in a string': (value) => ({ metadata: { body: JSON.stringify({ a: { value }, b: 'c' }) } }),
  'JSON in JSON in a string': (value) => ({
    metadata: { body: JSON.stringify({ raw: JSON.stringify({ value, b: 'c' }) }) },
  }),
};

const { sanitizeLine, sanitizeText, inspectLine } = createSanitizer();

function expectHidden(before: string, secret: string): void {
  const after = sanitizeLine(before);
  const values: unknown[] = [];
  const collect = (_: string, value: unknown): unknown => {
    values.push(value);
    return value;
  };
  JSON.parse(after, collect);
  expect(after).not.toContain(JSON.stringify(secret).slice(1, -1));
  expect(values.filter((value) => typeof value === 'string' && value.includes(secret))).toEqual([]);
  expect(values).not.toContain(secret);
  expect(sanitizeLine(after)).toBe(after);
  const findings = inspectLine(before);
  expect(findings.length).toBeGreaterThan(0);
  expect(JSON.stringify(findings)).not.toContain(secret.length > 4 ? secret : `"${secret}"`);
}

describe.each(Object.entries(PLACES))('in %s', (_, place) => {
  it.each(TEXTS)('nothing is left of %j', (text, secret) => {
    expectHidden(line(place(text)), secret);
  });

  it.each(NAMES)('what %s names is hidden', (name) => {
    expectHidden(line(place({ [name]: 'hunter2-pw', other: 1 })), 'hunter2-pw');
    expectHidden(line(place(`${name}=hunter2-pw`)), 'hunter2-pw');
  });
});

it.each(TEXTS)('in plain text nothing is left of %j', (text, secret) => {
  const after = sanitizeText(text);
  expect(after).not.toContain(secret);
  expect(sanitizeText(after)).toBe(after);
});

it.each(NAMES)('objects, arrays and numbers under %s are hidden as a whole', (name) => {
  for (const value of [{ a: 'hunter2', b: { c: ['x"]}'] } }, ['hunter2', { a: 1 }]]) {
    expect(JSON.parse(sanitizeLine(line({ metadata: { [name]: value, z: 1 } })))).toMatchObject({
      metadata: { [name]: '[redacted:secret]', z: 1 },
    });
  }
  // How many there are is no secret.
  const many = name.endsWith('s') && { [name]: 123456 };
  expect(JSON.parse(sanitizeLine(line({ metadata: { [name]: 123456, z: 1 } })))).toMatchObject({
    metadata: { [name]: '[redacted:secret]', z: 1, ...many },
  });
});

it('what surrounds a secret stays', () => {
  expect(sanitizeText('postgres://app:hunter2@db:5432/app')).toBe(
    'postgres://[redacted:credentials]@db:5432/app',
  );
  expect(sanitizeText('GET /cb?access_token=abc123&state=1')).toBe(
    'GET /cb?access_token=[redacted:secret]&state=1',
  );
  expect(sanitizeText('from jane@example.com, 2 items')).toBe('from [redacted:email], 2 items');
  expect(sanitizeText('got {"password":"x1","a":1}')).toBe('got {"password":"[redacted:secret]","a":1}');
  expect(sanitizeText('got {"pin":1234,"a":1}')).toBe('got {"pin":"[redacted:secret]","a":1}');
});

it('counts at least 150 planted secrets', () => {
  expect((TEXTS.length + NAMES.length) * Object.keys(PLACES).length).toBeGreaterThan(150);
  expect(TEXTS.length).toBeGreaterThan(100);
});
