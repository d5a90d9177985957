import { describe, expect, it } from 'vitest';
import type { LogEntry } from '../LogEntry.ts';
import { createMatcher, type LogMatcher } from './matches.ts';
import { parseFilter } from './parse.ts';
import { platformRegex } from './platformRegex.ts';

const entry: LogEntry = {
  id: '0000000000000000-7',
  session: '0000000000000000',
  seq: 7,
  timestamp: '2026-11-20T10:30:00.123Z',
  received_at: '2026-11-20T10:30:00.200Z',
  cursor: 'e.1',
  level: 'error',
  category: 'system',
  source: 'checkout',
  logger: 'shop.cart.totals',
  message: 'Payment timed-out for the Élan card',
  context: { user_id: '42', organization_id: 'acme' },
  metadata: {
    amount: 12,
    tags: ['a', 'b'],
    http: { status: 500 },
    'db.system': 'sqlite',
    empty: null,
    text: '30',
  },
  error: { name: 'PaymentError', message: 'declined', cause: { name: 'TypeError', message: 'Broken pipe' } },
  trace: { execution_time_ms: 1500, status: 'failed' },
  resource: { app: 'shop', version: '1.4.2' },
};

function matcher(text: string): LogMatcher {
  return createMatcher(parseFilter(text), platformRegex);
}

describe('createMatcher', () => {
  it.each([
    '',
    'payment',
    'pay',
    'TIMED',
    '"timed out"',
    'timed-ou',
    'élan',
    'PaymentError',
    '"broken pipe"',
    'declined',
    'level:error',
    'level:>=warning',
    'level:<critical',
    'source:checkout',
    'logger:shop',
    'logger:shop.cart',
    'logger:shop.cart.totals',
    'user_id:42',
    'context.user_id:42',
    'user_id:>41',
    'amount:12',
    'metadata.amount:>=12',
    'tags:b',
    'http.status:500',
    'http.status:>499',
    'db.system:sqlite',
    'metadata.db.system:sql*',
    'execution_time_ms:>1000',
    'trace.status:failed',
    'error.name:PaymentError',
    'error.cause.name:TypeError',
    'app:shop',
    'text:>29',
    'amount:*',
    'http:*',
    'seq:7',
    'id:0000000000000000-7',
    'timestamp:>2026-11-20',
    'timestamp:<=2026-11-20T11:30:00.123+01:00',
    '*ayment*',
    '*MED-O*',
    '*"out for the"*',
    '/P.yment/',
    '/payment/i',
    '/(?i)ÉLAN/',
    '/^PaymentError: declined$/m',
    '/Broken.*/',
    'user_id:/^[34]2$/',
    'message:*timed-out*',
    'http.status:*0*',
    'source:/^check/',
    'amount:[12 TO 13]',
    'amount:{11 TO 12]',
    'amount:[* TO 12]',
    'tags:/b/',
    'seq:{6 TO *}',
    'level:[warning TO error]',
    'timestamp:[2026-11-20 TO 2026-11-21}',
    'timestamp:*T10:30*',
    '-health',
    'nothing OR payment',
    'payment -(source:api OR source:web)',
  ])('passes the entry for %s', (text) => {
    expect(matcher(text)(entry)).toBe(true);
  });

  it.each([
    'ayment',
    '"time out"',
    '"timed ou"',
    '"out timed"',
    'level:critical',
    'level:>error',
    'source:Checkout',
    'source:check',
    'logger:shop.car',
    'logger:cart',
    'user_id:4',
    'metadata.user_id:42',
    'amount:<12',
    'tags:c',
    'empty:*',
    'missing:*',
    'missing:>0',
    'toString:*',
    '__proto__:*',
    'constructor.name:Object',
    'timestamp:>2026-11-21',
    '*PaymentX*',
    '*"timed out"*',
    '/payment/',
    '/^declined$/',
    'user_id:/^4$/',
    'message:*TIMED*',
    'http:/5/',
    'amount:[1 TO 12}',
    'amount:{12 TO 13]',
    'missing:[0 TO 1]',
    'level:{error TO *]',
    'timestamp:{2026-11-21 TO *]',
    'payment health',
    '-payment',
  ])('holds the entry back for %s', (text) => {
    expect(matcher(text)(entry)).toBe(false);
  });

  it('ends on text made to be slow for it', () => {
    const slow = { ...entry, message: 'a '.repeat(200_000) };
    expect(matcher('"a a a a a a a a a a b"')(slow)).toBe(false);
  });

  it('takes an entry that names no category for one of the system', () => {
    const { category: _, ...plain } = entry;
    expect(matcher('category:system')(plain)).toBe(true);
    expect(matcher('category:audit')(plain)).toBe(false);
  });

  it('takes an entry for audit by the name of its logger', () => {
    const { category: _, ...plain } = entry;
    expect(matcher('category:audit')({ ...plain, logger: 'audit.access' })).toBe(true);
  });
});
