import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSessionId, MAX_CLOCK_SKEW_MS, type LogEntry, type LogLine } from '@tailrace/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logLine } from '../../testing/entries.ts';
import { segmentHeader, startTestServer, type TestServer } from '../../testing/testServer.ts';
import { ClockSkews } from './ClockSkews.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

describe('the skew of a clock', () => {
  it.each([
    ['of one request', [5000], 5000],
    ['of requests of which one was quicker', [5000, 500, 5000], 500],
    ['of requests that are later and later', [5000, 20_000], 5000],
    ['of a request that is long after the quick one', [500, 5000, 5000, 5000, 5000], 5000],
    ['that is an hour', [3_600_000], 3_600_000],
    ['that is ahead, which no delay explains', [-5000], -5000],
    ['that is ahead, on a request that was slow', [-5000, 20_000], -5000],
  ])('%s: %j', (_name, offsets, skew) => {
    const skews = new ClockSkews();
    const measured = offsets.map((offset, i) => {
      const arrivedAt = Date.parse('2026-11-20T10:30:00.000Z') + i * 1000;
      return skews.ofRequest('main', arrivedAt)('s', new Date(arrivedAt - offset).toISOString());
    });
    expect(measured.at(-1)).toBe(skew);
  });

  it('is not what slow bodies look like, though they agree', async () => {
    const session = createSessionId();
    const entries = [1, 2].map((seq) => logLine(seq, { timestamp: new Date().toISOString() }));
    const finishes = entries.map((entry) => beginBody(session, entry));
    await sleep(MAX_CLOCK_SKEW_MS + 500);
    for (const finish of finishes) {
      // One after the other: what arrives at once is one measure.
      // oxlint-disable-next-line no-await-in-loop
      expect(await finish()).toBe(200);
    }
    for (const { seq, timestamp } of entries) {
      // oxlint-disable-next-line no-await-in-loop
      const stored = (await (await server.fetch(`/api/v1/logs/${session}-${seq}`)).json()) as LogEntry;
      expect(stored.timestamp).toBe(timestamp);
      expect(Date.parse(stored.received_at) - Date.parse(timestamp)).toBeGreaterThan(MAX_CLOCK_SKEW_MS);
    }
  });
});

/** Sends the headers of a request and the beginning of its body. @returns sends the rest */
function beginBody(session: string, entry: LogLine): () => Promise<number | undefined> {
  const header = segmentHeader([entry], { session, sent_at: entry.timestamp });
  const body = `${JSON.stringify(header)}\n${JSON.stringify(entry)}`;
  const headers = {
    Authorization: `Bearer ${server.keys.ingest}`,
    'Content-Type': 'application/x-ndjson',
    'Content-Length': Buffer.byteLength(body),
  };
  const sent = request(`${server.url}/api/v1/logs`, { method: 'POST', headers });
  const status = new Promise<number | undefined>((resolve, reject) => {
    sent.on('response', (answer) => resolve(answer.resume().statusCode)).on('error', reject);
  });
  sent.write(body.slice(0, 100));
  return () => {
    sent.end(body.slice(100));
    return status;
  };
}
