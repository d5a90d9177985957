import { createSanitizer } from '@tailrace/protocol/sanitize';

/** Runs per measurement, after as many to warm up; the median of five is printed. */
const RUNS = 5000;
const ROUNDS = 5;
const HOSTILE_LENGTH = 64 * 1024;

const { sanitizeLine, inspectLine } = createSanitizer();

const clean = JSON.stringify({
  seq: 12,
  timestamp: '2026-11-20T10:30:00.123Z',
  level: 'info',
  source: 'web',
  logger: 'shop.cart',
  message: 'Order 4711 placed by the customer, 3 items in the cart',
  context: { user_id: '42', organization_id: 'acme', request_id: '550e8400-e29b-41d4-a716-446655440000' },
  metadata: { total: 1200, currency: 'EUR', url: 'https://shop.example.com/cart?step=2', duration_ms: 12.5 },
});

/** Put together here, so that no scanner of this repository takes them for real. */
const full = JSON.stringify({
  seq: 13,
  timestamp: '2026-11-20T10:30:00.123Z',
  level: 'error',
  source: 'web',
  message: 'login of jane@example.com failed, password=hunter2, card 4111 1111 1111 1111',
  context: { email: 'jane@example.com', session_token: 'abc123' },
  metadata: {
    headers: { authorization: `Bearer ${'a1'.repeat(20)}`, cookie: 'sid=abc; theme=dark' },
    url: 'https://user:hunter2@example.com/cb?access_token=abc123&state=1',
    db: 'postgres://app:hunter2@db:5432/app',
    body: JSON.stringify({ user: 'jane', password: 'hunter2', iban: 'DE89370400440532013000' }),
    key: ['sk', 'live', 'a1B2'.repeat(6)].join('_'),
    ssn: '219-09-9999',
  },
});

const hostile = [
  ['a', '1', '\\', '"', '[', '@', 'a@', 'a.', '.a', '%40', '://', '://a:', 'eyJ', '.eyJ', 'eyJa.', '4111 '],
  [
    'xghp_aaaaaaaaaaaaaaaa',
    'sk-ant-',
    '-----BEGIN PRIVATE KEY-----',
    'bearer a',
    'basic aaaaaaaa ',
    '?code=',
  ],
  [
    '4111 1111 1111 1112 ',
    'GB82 WEST ',
    '219-09-',
    'password',
    'password:',
    'password="',
    'pin=',
    "pin:'",
    'pin={',
  ],
  [
    'pwd=/',
    'cookie: a=',
    'secret\\\\',
    'token, ',
    'a@b.cc ',
    '4111111111111111,',
    '"password":{',
    'password=x ',
  ],
  ['{"a":', '\\u0041', '"password":"', 'a b ', 'unexpected token: '],
].flat();

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

/** Microseconds of one call. */
function measure(run: () => unknown, runs: number): number {
  const rounds = Array.from({ length: ROUNDS + 1 }, () => {
    const start = performance.now();
    for (let n = 0; n < runs; n += 1) run();
    return ((performance.now() - start) * 1000) / runs;
  });
  return median(rounds.slice(1));
}

console.log(
  `clean entry, ${clean.length} characters: ${measure(() => sanitizeLine(clean), RUNS).toFixed(1)} µs`,
);
console.log(
  `entry with ${inspectLine(full).length} secrets, ${full.length} characters: ${measure(() => sanitizeLine(full), RUNS).toFixed(1)} µs`,
);
const costs = hostile
  .flatMap((shape) => {
    const text = shape.repeat(Math.ceil(HOSTILE_LENGTH / shape.length)).slice(0, HOSTILE_LENGTH);
    return [text, JSON.stringify({ seq: 1, message: text })].map((line) => {
      return { shape, us: measure(() => sanitizeLine(line), 1) };
    });
  })
  .toSorted((a, b) => b.us - a.us);
console.log(`${costs.length} hostile texts of 64 KiB, the worst:`);
for (const { shape, us } of costs.slice(0, 8))
  console.log(`  ${JSON.stringify(shape)}: ${(us / 1000).toFixed(1)} ms`);
