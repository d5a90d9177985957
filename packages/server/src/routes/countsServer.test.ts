import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createCountsApp } from '../../testing/countsApp.ts';
import { logLine } from '../../testing/entries.ts';
import { expectProblem } from '../../testing/expectations.ts';
import { segmentBody, startTestServer, type TestServer } from '../../testing/testServer.ts';
import { createMemoryStore } from '../store/memory.ts';

const PATHS = ['/stats', '/sources', '/histogram', '/facets?field=level'];

describe('a server that is asked for counts', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer();
    await server.ingest(segmentBody([logLine(1), logLine(2, { level: 'error', source: 'api' })]));
  });
  afterAll(() => server.close());

  it.each([
    ['/stats', { total: 2, levels: { error: 1 }, first: '2026-11-20T10:30:00.000Z' }],
    [
      '/sources',
      {
        sources: [
          { source: 'api', errors: 1 },
          { source: 'checkout', errors: 0 },
        ],
      },
    ],
    ['/histogram?interval=1m', { buckets: [{ total: 2, counts: { error: 1, info: 1 } }] }],
    ['/facets?field=source&q=entry', { values: [{ value: 'api' }, { value: 'checkout' }] }],
  ])('answers %s to a reader', async (path, expected) => {
    const answer = await server.fetch(`/api/v1/logs${path}`, { key: server.keys.read });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ ...expected, partial: false });
  });

  it.each(PATHS)('refuses %s to who may only write', async (path) => {
    const answer = await server.fetch(`/api/v1/logs${path}`, { key: server.keys.ingest });
    await expectProblem(answer, 'forbidden', /read or admin/);
  });
});

describe('a client that goes away', () => {
  it.each(PATHS)('is not counted for any more: %s', async (path) => {
    let cancelled = () => {};
    const isCancelled = new Promise<void>((resolve) => (cancelled = resolve));
    let begun = () => {};
    const hasBegun = new Promise<void>((resolve) => (begun = resolve));
    const count = (_query: unknown, signal?: AbortSignal): Promise<never> => {
      signal?.addEventListener('abort', cancelled);
      begun();
      return new Promise(() => {});
    };
    const app = createCountsApp({
      ...createMemoryStore(),
      stats: count,
      sources: count,
      histogram: count,
      facets: count,
    });
    const http = createAdaptorServer({ fetch: app.fetch });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void http.close());
    const client = new AbortController();
    const { port } = http.address() as AddressInfo;
    const answer = fetch(`http://127.0.0.1:${port}${path}`, { signal: client.signal });
    await hasBegun;
    client.abort();
    await expect(answer).rejects.toThrow(/abort/i);
    await isCancelled;
  });
});
