import { formatCursor, formatEntryId, type LogEntry } from '@tailrace/protocol/core';

type Sample = Pick<LogEntry, 'level' | 'source' | 'message'> & Partial<LogEntry>;

const SESSION = 'sampleEntries001';
const START = Date.UTC(2026, 10, 20, 9, 30);

/** One morning in a shop. */
const SAMPLES: readonly Sample[] = [
  {
    level: 'info',
    source: 'checkout',
    logger: 'shop.cart',
    message: 'Cart opened',
    context: { user_id: 'u-1042' },
  },
  {
    level: 'debug',
    source: 'api',
    message: 'GET /api/products?page=2 → 200',
    trace: { execution_time_ms: 41.7 },
  },
  { level: 'info', source: 'web', logger: 'shop.router', message: 'Navigated to /products/ceramic-mug' },
  {
    level: 'debug',
    source: 'web',
    logger: 'shop.images',
    message: 'Decoded 12 images',
    metadata: { bytes: 481_223 },
  },
  {
    level: 'info',
    source: 'checkout',
    logger: 'shop.cart.totals',
    message: 'Totals computed',
    metadata: { items: 3, amount: 64.5, currency: 'EUR' },
  },
  {
    level: 'warning',
    source: 'api',
    message: 'Stock service answered slowly, using the cached value',
    trace: { execution_time_ms: 2140.2 },
  },
  {
    level: 'info',
    source: 'worker',
    logger: 'jobs.email',
    message: 'Confirmation sent',
    context: { job_run_id: 'run-77' },
  },
  { level: 'debug', source: 'web', message: 'Service worker is up to date' },
  {
    level: 'error',
    source: 'checkout',
    logger: 'shop.payment',
    message: 'Payment failed',
    context: { request_id: 'req-8f31', user_id: 'u-1042' },
    error: {
      name: 'PaymentDeclinedError',
      message: 'The issuer declined the card',
      stack:
        'PaymentDeclinedError: The issuer declined the card\n    at charge (payment.ts:88:11)\n    at async submitOrder (checkout.ts:142:5)',
      cause: { name: 'HttpError', message: '402 from the payment provider' },
    },
    trace: { execution_time_ms: 812.4, status: 'error' },
  },
  { level: 'info', source: 'api', message: 'POST /api/orders → 201', trace: { execution_time_ms: 96.1 } },
  {
    level: 'info',
    source: 'web',
    logger: 'shop.consent',
    message: 'Consent given for analytics',
    category: 'audit',
    action: 'consent_given',
  },
  { level: 'debug', source: 'worker', logger: 'jobs.search', message: 'Index refreshed in 312 ms' },
];

const CRITICAL: Sample = {
  level: 'critical',
  source: 'worker',
  logger: 'jobs.orders',
  message: 'Order queue is not draining; 1,204 orders wait',
  metadata: { waiting: 1204 },
};

/**
 * Entries as a shop would log them.
 *
 * @param from how many came before
 */
export function sampleEntries(count: number, from = 0): LogEntry[] {
  return Array.from({ length: count }, (_, index) => {
    const seq = from + index + 1;
    const sample: Sample = seq % 61 === 0 ? CRITICAL : SAMPLES[(seq * 7) % SAMPLES.length]!;
    const timestamp = new Date(START + seq * 437 + (seq % 7) * 31).toISOString();
    return {
      id: formatEntryId(SESSION, seq),
      session: SESSION,
      seq,
      timestamp,
      received_at: timestamp,
      cursor: formatCursor('script', seq),
      ...sample,
    };
  });
}

const RIGHT_TO_LEFT = [
  'تعذّر دفع الطلب 1042: رُفضت البطاقة',
  'Payment of order 1042 failed',
  'התשלום עבור הזמנה 1042 נכשל',
];

/** The same, of a shop that speaks Arabic, English and Hebrew. */
export function rightToLeftEntries(count: number): LogEntry[] {
  return sampleEntries(count).map((entry, index) => ({ ...entry, message: RIGHT_TO_LEFT[index % 3]! }));
}
