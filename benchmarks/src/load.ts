import { Agent, request } from 'node:http';
import { createSessionId, formatSegments } from '@tailrace/protocol';

/** An entry's line as a shop would log it: about 300 bytes, with words and fields that the store indexes. */
export function makeLine(seq: number): string {
  return JSON.stringify({
    seq,
    timestamp: new Date().toISOString(),
    level: seq % 50 === 0 ? 'error' : 'info',
    source: 'shop',
    logger: 'shop.cart.totals',
    message: `Added product ${seq % 977} to the cart after a look at its price`,
    context: { user_id: `u${seq % 1000}`, correlation_id: `order-${seq % 5000}` },
    metadata: { sku: `KET-${seq % 100}`, price: 3900 + (seq % 50), n: seq },
  });
}

/** Ingest bodies of one session, made before the clock runs: printing them is not what is measured. */
export function makeBodies({ entries, perBody }: { entries: number; perBody: number }): string[] {
  const session = createSessionId();
  return Array.from({ length: entries / perBody }, (_, batch) => {
    const from = batch * perBody + 1;
    const to = from + perBody - 1;
    const lines = Array.from({ length: perBody }, (__, index) => makeLine(from + index));
    const header = { v: 1, session, from, to, sent_at: new Date().toISOString(), emitted: entries } as const;
    return formatSegments([{ header, lines }]);
  });
}

export interface LoadTarget {
  readonly port: number;
  readonly key: string;
  /** Requests under way at once. */
  readonly connections: number;
}

/** Sends bodies as fast as they are acknowledged. */
export async function sendBodies(bodies: readonly string[], target: LoadTarget): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: target.connections });
  const left = bodies.values();
  const sendLeft = async () => {
    for (const body of left) await send(body, target, agent);
  };
  await Promise.all(Array.from({ length: target.connections }, sendLeft));
  agent.destroy();
}

function send(body: string, { port, key }: LoadTarget, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/x-ndjson' };
    const outgoing = request({
      host: '127.0.0.1',
      port,
      path: '/api/v1/logs',
      method: 'POST',
      headers,
      agent,
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
