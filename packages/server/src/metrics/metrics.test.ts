import { readFileSync } from 'node:fs';
import { createSessionId } from '@tailrace/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logLine, seqs } from '../../testing/entries.ts';
import { expectProblem } from '../../testing/expectations.ts';
import { connectStream } from '../../testing/streamClient.ts';
import { temporaryFolder } from '../../testing/temporaryFolder.ts';
import { segmentBody, startTestServer, type TestServer } from '../../testing/testServer.ts';
import { MAX_SOURCES } from './IngestMetrics.ts';

const DASHBOARD = new URL('../../../../docs/dashboards/tailrace.json', import.meta.url);

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ LOG_INGEST_RATE: '0' });
});
afterAll(() => server.close());

/** Values of the series whose names and labels hold all of the texts. */
async function series(name: string, ...labels: string[]): Promise<number[]> {
  const answer = await server.fetch('/metrics', { key: server.keys.read });
  expect(answer.headers.get('Content-Type')).toMatch(/^text\/plain; version=0\.0\.4/);
  return (await answer.text())
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .filter((line) => labels.every((label) => line.includes(label)))
    .map((line) => Number(line.slice(line.lastIndexOf(' '))));
}

describe('GET /metrics', () => {
  it('counts what comes in by result and source, with at most so many names', async () => {
    const body = segmentBody([
      logLine(1, { source: 'counted', level: 'error' }),
      logLine(2, { message: 5 as never }),
    ]);
    await server.ingest(body);
    await server.ingest(body);
    expect(await series('tailrace_ingest_entries_total', 'accepted')).toEqual([1]);
    expect(await series('tailrace_ingest_entries_total', 'duplicate')).toEqual([1]);
    expect(await series('tailrace_ingest_entries_total', 'rejected')).toEqual([2]);
    expect(await series('tailrace_ingest_rejected_total', 'invalid_entry')).toEqual([2]);
    expect(await series('tailrace_entries_total', 'source="counted"', 'level="error"')).toEqual([1]);
    await server.ingest(
      segmentBody(seqs(MAX_SOURCES + 20).map((seq) => logLine(seq, { source: `source ${seq}` }))),
    );
    const [other] = await series('tailrace_entries_total', 'source="other"');
    expect(other).toBeGreaterThanOrEqual(20);
    expect((await series('tailrace_entries_total')).length).toBeLessThanOrEqual(MAX_SOURCES + 1);
  });

  it('counts what clients report as dropped once, though each report holds all of it', async () => {
    const session = createSessionId();
    const report = (dropped: [number, number, 'queue_full' | 'rejected_made_up'][]) =>
      server.ingest(segmentBody([], { session, from: 1, to: 0, emitted: 50, dropped }));
    await report([[1, 10, 'queue_full']]);
    await report([[1, 10, 'queue_full']]);
    await report([
      [1, 15, 'queue_full'],
      [20, 20, 'rejected_made_up'],
    ]);
    expect(await series('tailrace_client_dropped_entries_total', 'queue_full')).toEqual([15]);
    expect(await series('tailrace_client_dropped_entries_total', 'other')).toEqual([1]);
  });

  it('does not count again after a restart what was reported before it', async () => {
    const folder = temporaryFolder();
    const session = createSessionId();
    const header = { session, from: 1, to: 0, emitted: 50 };
    const first = await startTestServer({}, folder);
    await first.ingest(segmentBody([], { ...header, dropped: [[1, 10, 'expired']] }));
    await first.close();
    const again = await startTestServer({}, folder);
    await again.ingest(segmentBody([], { ...header, dropped: [[1, 12, 'expired']] }));
    const text = await (await again.fetch('/metrics')).text();
    await again.close();
    expect(text).toContain('tailrace_client_dropped_entries_total{reason="expired"} 2\n');
  });

  it('measures answers by route, the store by what it is asked, and who is connected', async () => {
    const stream = await connectStream(`${server.url}/api/v1/logs/stream/ws`, {
      headers: { Authorization: `Bearer ${server.keys.read}` },
    });
    await stream.next('hello');
    expect(await series('tailrace_stream_subscribers', 'kind="websocket"')).toEqual([1]);
    expect(await series('tailrace_stream_subscribers', 'kind="sse"')).toEqual([0]);
    stream.socket.close();
    await server.fetch('/api/v1/logs/aaaaaaaaaaaaaaaa-1');
    await server.fetch('/api/v1/nothing/here');
    const requests = 'tailrace_http_request_duration_seconds_count';
    expect(await series(requests, 'route="/api/v1/logs/:id"', 'status="404"')).toEqual([1]);
    expect(await series(requests, 'route="none"', 'status="404"')).toEqual([1]);
    for (const operation of ['append', 'entry']) {
      expect(
        (await series('tailrace_store_duration_seconds_count', `operation="${operation}"`))[0],
      ).toBeGreaterThan(0);
    }
    expect((await series('tailrace_store_bytes'))[0]).toBeGreaterThan(0);
    expect(await series('nodejs_eventloop_lag_p99_seconds')).toHaveLength(1);
  });

  it('is for who may read everything of the server’s own tenant', async () => {
    const keyOf = async (key: object) => {
      const headers = { 'Content-Type': 'application/json' };
      const answer = await server.fetch('/api/v1/keys', {
        method: 'POST',
        body: JSON.stringify(key),
        headers,
      });
      return ((await answer.json()) as { readonly token: string }).token;
    };
    const ask = (key: string) => server.fetch('/metrics', { key });
    await expectProblem(await ask(''), 'unauthorized', /Bearer/);
    await expectProblem(await ask(server.keys.ingest), 'forbidden', /read/);
    const filtered = await keyOf({ role: 'read', name: 'x', filter: 'source:a' });
    await expectProblem(await ask(filtered), 'forbidden', /no filter/);
    const foreign = await keyOf({ role: 'admin', name: 'x', tenant: 'alpha' });
    await expectProblem(await ask(foreign), 'forbidden', /tenant main/);
  });

  it('has every series that the dashboard shows', async () => {
    const text = await (await server.fetch('/metrics')).text();
    const expressions = JSON.stringify(JSON.parse(readFileSync(DASHBOARD, 'utf8')));
    const names = new Set(expressions.match(/\b(?:tailrace|nodejs|process)_[a-z0-9_]+/g));
    expect(names.size).toBeGreaterThan(10);
    const missing = [...names].filter((name) => {
      const histogram = name.replace(/_(?:bucket|count|sum)$/, '');
      return !text.includes(`# TYPE ${name} `) && !text.includes(`# TYPE ${histogram} histogram`);
    });
    expect(missing).toEqual([]);
  });
});
