import { formatCursor, formatEntryId, type LogEntry } from '@tailrace/protocol/core';

const SESSION = 'sampleTrace00001';
const START = Date.UTC(2026, 10, 20, 9, 30);

type Step = readonly [
  source: string,
  message: string,
  from: number,
  took: number | undefined,
  rest?: Partial<LogEntry>,
];

/** One order, from the button to the e-mail. */
const STEPS: readonly Step[] = [
  ['web', 'Checkout submitted', 0, 1210, { action: 'checkout_submit', logger: 'shop.checkout' }],
  ['web', 'Validated the form', 4, 18],
  ['checkout', 'POST /api/orders', 42, 1120, { trace: { status: 'error' } }],
  ['checkout', 'Loaded the cart', 55, 61],
  ['api', 'SELECT stock of 3 items', 63, 38, { metadata: { rows: 3 } }],
  ['checkout', 'Reserved 3 items', 124, 96],
  ['payment', 'Authorised the card', 231, 874, { level: 'warning', metadata: { attempts: 2 } }],
  [
    'payment',
    'The issuer declined the card',
    360,
    undefined,
    {
      level: 'error',
      error: {
        name: 'PaymentDeclinedError',
        message: 'The issuer declined the card',
        stack: 'PaymentDeclinedError: The issuer declined the card\n    at charge (payment.ts:88:11)',
      },
    },
  ],
  ['payment', 'Tried the second card', 520, 560],
  ['worker', 'Queued the confirmation', 1170, undefined, { logger: 'jobs.email' }],
  ['worker', 'Sent the confirmation', 1190, 450, { context: { job_run_id: 'run-77' } }],
];

/** What one correlation id left behind, across five sources. */
export function sampleTrace(): LogEntry[] {
  return STEPS.map(([source, message, from, took, rest], index) => {
    const timestamp = new Date(START + from + (took ?? 0)).toISOString();
    return {
      id: formatEntryId(SESSION, index + 1),
      session: SESSION,
      seq: index + 1,
      timestamp,
      received_at: timestamp,
      cursor: formatCursor('script', index + 1),
      level: 'info',
      source,
      message,
      ...rest,
      context: { correlation_id: 'order-4711', ...rest?.context },
      ...(took !== undefined && { trace: { execution_time_ms: took, status: 'ok', ...rest?.trace } }),
    };
  });
}
