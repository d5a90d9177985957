import { request, type ClientRequest } from 'node:http';
import { MAX_BODY_BYTES, type Problem } from '@tailrace/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logLine, seqs } from '../../testing/entries.ts';
import { expectGoodRequest } from '../../testing/expectations.ts';
import { segmentBody, startTestServer, type TestServer } from '../../testing/testServer.ts';
import { MAX_ARRIVING_BYTES } from './HeldBodies.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

/** Sends almost all of a large body, and then nothing more. */
function beginBody(): ClientRequest {
  const sent = request(`${server.url}/api/v1/logs`, {
    method: 'POST',
    agent: false,
    headers: { Authorization: `Bearer ${server.keys.ingest}`, 'Content-Type': 'application/x-ndjson' },
  });
  sent.on('error', () => undefined); // It is cut by the test itself.
  sent.write(Buffer.alloc(MAX_BODY_BYTES - 1, 'x'));
  return sent;
}

describe('bodies that never come to their end', () => {
  it('are bounded together, are told to come again, keep nobody with small ones out, and give room back', async () => {
    const count = MAX_ARRIVING_BYTES / MAX_BODY_BYTES + 4;
    let refusals: { status: number; retryAfter: string | undefined; body: string }[] = [];
    const bodies = seqs(count).map(() => {
      const sent = beginBody();
      sent.on('response', (answer) => {
        let body = '';
        answer.setEncoding('utf8');
        answer.on('data', (piece: string) => (body += piece));
        answer.on('error', () => undefined); // What came of the answer is looked at.
        answer.on('end', () => {
          const retryAfter = answer.headers['retry-after'];
          refusals.push({ status: answer.statusCode!, retryAfter, body });
        });
      });
      return sent;
    });
    await expect.poll(() => refusals.length, { timeout: 30_000 }).toBeGreaterThan(0);
    for (const { status, retryAfter, body } of refusals) {
      expect([status, retryAfter]).toEqual([503, '5']);
      expect((JSON.parse(body) as Problem).code).toBe('store_unavailable');
    }
    await expectGoodRequest(server);

    for (const sent of bodies) sent.destroy();
    refusals = [];
    const large = segmentBody(seqs(90).map((seq) => logLine(seq, { message: 'x'.repeat(10_000) })));
    await expect.poll(async () => (await server.ingest(large)).status, { timeout: 30_000 }).toBe(200);
    const again = seqs(count - 8).map(() => beginBody());
    expect((await server.ingest(large)).status).toBe(200);
    for (const sent of again) sent.destroy();
  }, 90_000);
});
