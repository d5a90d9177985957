import { Agent, request } from 'node:http';
import { createSessionId, formatSegments } from '@tailrace/protocol';

/** One entry of so many is an error with its stack, as in a shop that is not well. */
const ERROR_EVERY = 50;
const LOGGERS = ['shop.cart.totals', 'shop.cart.items', 'shop.search', 'shop.checkout.payment'];
const MESSAGES: readonly ((seq: number) => string)[] = [
  (seq) => `Added product ${seq % 977} to the cart after a look at its price`,
  (seq) => `Search for "kettle ${seq % 40}" found ${seq % 311} products in ${seq % 90} ms`,
  (seq) => `GET /api/products/${seq % 977} answered 200`,
  () => 'Rendered the page of a category, all of its pictures included',
];

/**
 * An entry's line as a shop would log it, with words and fields that the store indexes: about 400 bytes, and a
 * kilobyte where there is an error.
 */
export function makeLine(seq: number): string {
  const isError = seq % ERROR_EVERY === 0;
  return JSON.stringify({
    seq,
    timestamp: new Date().toISOString(),
    level: isError ? 'error' : seq % 7 === 0 ? 'warning' : 'info',
    source: seq % 3 === 0 ? 'api' : 'shop',
    logger: LOGGERS[seq % LOGGERS.length],
    message: isError ? 'The payment was declined' : MESSAGES[seq % MESSAGES.length]!(seq),
    context: {
      user_id: `u${seq % 1000}`,
      request_id: `0f8fad5b-d9cb-469f-a165-${String(seq % 5000).padStart(12, '0')}`,
      route: '/products/:id',
    },
    metadata: {
      sku: `KET-${seq % 100}`,
      price: 3900 + (seq % 50),
      url: `https://shop.example/products/${seq % 977}?page=2`,
      duration_ms: (seq % 900) / 10,
    },
    ...(isError && {
      error: { name: 'PaymentError', message: 'declined by the bank', stack: makeStack(seq) },
    }),
  });
}

function makeStack(seq: number): string {
  const frames = Array.from(
    { length: 8 },
    (_, i) =>
      `    at step${i} (https://shop.example/assets/checkout-3f2a.js:${i + 1}:${1000 + ((seq + i) % 4000)})`,
  );
  return `PaymentError: declined by the bank\n${frames.join('\n')}`;
}

/** A body of one segment. It does not say when it is sent: it is made before, and clocks would be corrected by that. */
export function makeBody(session: string, from: number, lines: readonly string[], emitted: number): string {
  const to = from + lines.length - 1;
  const header = { v: 1, session, from, to, emitted } as const;
  return formatSegments([{ header, lines: [...lines] }]);
}

/** Ingest bodies of one session, made before the clock runs: printing them is not what is measured. */
export function makeBodies({ entries, perBody }: { entries: number; perBody: number }): string[] {
  const session = createSessionId();
  return Array.from({ length: entries / perBody }, (_, batch) => {
    const from = batch * perBody + 1;
    const lines = Array.from({ length: perBody }, (__, index) => makeLine(from + index));
    return makeBody(session, from, lines, entries);
  });
}

export interface LoadTarget {
  readonly port: number;
  readonly key: string;
  /** Requests under way at once. */
  readonly connections: number;
}

/** Sends one body after the other over connections that are kept. */
export class LoadSender {
  readonly #target: LoadTarget;
  readonly #agent: Agent;

  constructor(target: LoadTarget) {
    this.#target = target;
    this.#agent = new Agent({ keepAlive: true, maxSockets: target.connections });
  }

  /** @returns when all of it is acknowledged */
  send(body: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const { port, key } = this.#target;
      const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/x-ndjson' };
      const outgoing = request({
        host: '127.0.0.1',
        port,
        path: '/api/v1/logs',
        method: 'POST',
        headers,
        agent: this.#agent,
      });
      outgoing.on('error', reject);
      outgoing.on('response', (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => {
          if (response.statusCode === 200 && text.includes('"rejected":[]')) resolve();
          else reject(new Error(`Ingest answered ${response.statusCode}: ${text}`));
        });
      });
      outgoing.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** Sends bodies as fast as they are acknowledged. */
export async function sendBodies(bodies: readonly string[], target: LoadTarget): Promise<void> {
  const sender = new LoadSender(target);
  const left = bodies.values();
  const sendLeft = async () => {
    for (const body of left) await sender.send(body);
  };
  await Promise.all(Array.from({ length: target.connections }, sendLeft));
  sender.close();
}
