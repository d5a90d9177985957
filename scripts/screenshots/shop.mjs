/** One order across four services. */
export const CORRELATION = 'order-4711';
export const JOB = 'nightly-stock-77';
/** A session that has lost some entries on the way. */
export const SESSION = 'shopFrontend0001';

const MINUTE = 60_000;
/** How far back it all begins: long enough for histograms to show something. */
const PAST_MINUTES = 170;

const LINES = [
  { level: 'info', source: 'web', logger: 'shop.router', message: (n) => `Navigated to /products/${n % 97}` },
  {
    level: 'debug',
    source: 'api',
    logger: 'api.catalogue',
    message: (n) => `GET /api/products?page=${n % 12} → 200`,
    trace: (n) => ({ execution_time_ms: 12 + ((n * 37) % 90), status: 'ok' }),
    action: 'list_products',
  },
  {
    level: 'info',
    source: 'checkout',
    logger: 'shop.cart',
    message: (n) => `Added article ${1000 + (n % 400)} to the cart`,
  },
  {
    level: 'info',
    source: 'checkout',
    logger: 'shop.cart.totals',
    message: (n) => `Totals computed: ${(n % 7) + 1} articles`,
    metadata: (n) => ({ amount: ((n * 13) % 400) + 0.5, currency: 'EUR' }),
  },
  {
    level: 'debug',
    source: 'worker',
    logger: 'jobs.search',
    message: (n) => `Index refreshed in ${n % 311} ms`,
  },
  {
    level: 'info',
    source: 'api',
    logger: 'api.orders',
    message: () => 'POST /api/orders → 201',
    trace: (n) => ({ execution_time_ms: 60 + ((n * 53) % 700), status: 'ok' }),
    action: 'create_order',
  },
];
const WARNING = {
  level: 'warning',
  source: 'api',
  logger: 'api.stock',
  message: () => 'Stock service answered slowly, using the cached value',
  trace: (n) => ({ execution_time_ms: 1500 + ((n * 91) % 2500), status: 'ok' }),
  action: 'read_stock',
};
const FAILURE = {
  level: 'error',
  source: 'checkout',
  logger: 'shop.payment',
  message: () => 'Payment failed',
  error: {
    name: 'PaymentDeclinedError',
    message: 'The issuer declined the card',
    stack:
      'PaymentDeclinedError: The issuer declined the card\n    at charge (payment.ts:88:11)\n    at async submitOrder (checkout.ts:142:5)',
  },
};
const STEPS = [
  ['web', 'Checkout submitted', 1480, 'info'],
  ['api', 'POST /api/orders', 1320, 'info'],
  ['stock', 'Reserved 3 articles', 210, 'info'],
  ['payment', 'The issuer declined the card', 640, 'error'],
  ['payment', 'Second attempt with another card', 380, 'info'],
  ['worker', 'Confirmation sent', 90, 'info'],
];
const DEEDS = ['user_login', 'consent_given', 'order_refund', 'address_changed', 'user_logout'];

/** Sends what a shop logs in a morning; the same at each call, but for the time. */
export async function seedShop(url, key) {
  const start = Date.now() - PAST_MINUTES * MINUTE;
  const sessions = [SESSION, 'shopFrontend0002', 'shopBackground01'];
  for (const [index, session] of sessions.entries()) {
    const lines = shopLines(start, index);
    for (let from = 0; from < lines.length; from += 400) await send(url, key, session, lines, from);
  }
  await send(url, key, 'orderServices001', orderLines(), 0);
  await send(url, key, 'nightlyStockJob1', jobLines(), 0);
  await send(url, key, 'shopAuditTrail01', auditLines(start), 0);
}

/** One line per 17 s and session, with a bad quarter of an hour. */
function shopLines(start, shift) {
  const count = Math.floor((PAST_MINUTES * MINUTE) / 17_000);
  return Array.from({ length: count }, (_, index) => {
    const n = index * 3 + shift;
    const isBad = index > count * 0.55 && index < count * 0.64;
    const kind =
      isBad && n % 3 === 0
        ? FAILURE
        : n % 41 === 0
          ? FAILURE
          : n % 23 === 0
            ? WARNING
            : LINES[n % LINES.length];
    const { message, trace, metadata, ...rest } = kind;
    return {
      ...rest,
      timestamp: new Date(start + index * 17_000 + ((n * 7919) % 9000)).toISOString(),
      message: message(n),
      context: { request_id: `req-${(n * 7919).toString(36)}`, user_id: `u-${1000 + (n % 60)}` },
      ...(metadata && { metadata: metadata(n) }),
      ...(trace && { trace: trace(n) }),
    };
  });
}

function orderLines() {
  let at = Date.now() - 4 * MINUTE;
  return STEPS.map(([source, message, execution_time_ms, level]) => {
    at += 140;
    return {
      level,
      source,
      message,
      timestamp: new Date(at + execution_time_ms).toISOString(),
      context: { correlation_id: CORRELATION },
      trace: { execution_time_ms, status: level === 'error' ? 'error' : 'ok' },
    };
  });
}

function jobLines() {
  const from = Date.now() - 12 * MINUTE;
  return Array.from({ length: 40 }, (_, index) => ({
    level: index === 27 ? 'warning' : 'info',
    source: 'worker',
    logger: 'jobs.stock',
    stream: index === 27 ? 'stderr' : 'stdout',
    message:
      index === 27 ? 'Article 1204 has no supplier; left as it was' : `Counted shelf ${index + 1} of 40`,
    timestamp: new Date(from + index * 2400).toISOString(),
    context: { job_run_id: JOB, task_run_id: `count-${Math.floor(index / 10) + 1}` },
  }));
}

function auditLines(start) {
  return Array.from({ length: 36 }, (_, index) => {
    const action = DEEDS[index % DEEDS.length];
    return {
      level: 'info',
      source: 'web',
      category: 'audit',
      action,
      message: action.replaceAll('_', ' ').replace(/^./, (letter) => letter.toUpperCase()),
      timestamp: new Date(start + index * 4.5 * MINUTE).toISOString(),
      context: { user_id: `u-${1000 + (index % 9)}` },
    };
  });
}

/** The first session leaves some out, and says why of others. */
async function send(url, key, session, lines, start) {
  const part = lines.slice(start, start + 400);
  const isLossy = session === SESSION;
  const shift = isLossy && start > 0 ? 14 : 0;
  const from = start + 1 + shift;
  const header = {
    v: 1,
    session,
    from,
    to: from + part.length - 1,
    sent_at: new Date().toISOString(),
    emitted: lines.length + (isLossy && lines.length > 400 ? 14 : 0),
    dropped: isLossy && start > 0 ? [[401, 409, 'queue_full']] : [],
    resource: { app: 'shop', version: '1.4.2', environment: 'production' },
  };
  const body = [header, ...part.map((line, index) => ({ seq: from + index, ...line }))]
    .map((line) => JSON.stringify(line))
    .join('\n');
  const response = await fetch(`${url}/api/v1/logs`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-ndjson', Authorization: `Bearer ${key}` },
    body: `${body}\n`,
  });
  const answer = await response.text();
  if (!response.ok || /"rejected":\[\{/.test(answer))
    throw new Error(`${response.status} ${answer.slice(0, 500)}`);
}
