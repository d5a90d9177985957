import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logLine } from '../../testing/entries.ts';
import { expectProblem } from '../../testing/expectations.ts';
import { openTestApp, type TestApp } from '../../testing/testApp.ts';
import { segmentBody, startTestServer, type TestServer } from '../../testing/testServer.ts';
import type { LogCounts } from '../store/LogCounts.ts';

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
  const counting = new Map<PropertyKey, (signal: AbortSignal | undefined) => void>();
  let app: TestApp;
  let http: ReturnType<typeof createAdaptorServer>;

  beforeAll(async () => {
    app = await openTestApp((store) => {
      const count = (name: PropertyKey) => (_query: unknown, signal?: AbortSignal) => {
        counting.get(name)!(signal);
        return new Promise<never>(() => undefined);
      };
      const counts = ['stats', 'sources', 'histogram', 'facets'].map((name) => [name, count(name)]);
      return { ...store, ...(Object.fromEntries(counts) as LogCounts) };
    });
    http = createAdaptorServer({ fetch: app.app.fetch });
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    http.close();
    await app.close();
  });

  it.each(PATHS)('is not counted for any more: %s', async (path) => {
    const begun = new Promise<AbortSignal | undefined>((resolve) => {
      counting.set(path.slice(1).split('?')[0]!, resolve);
    });
    const client = new AbortController();
    const { port } = http.address() as AddressInfo;
    const answer = fetch(`http://127.0.0.1:${port}/api/v1/logs${path}`, { signal: client.signal });
    const signal = await begun;
    const isCancelled = new Promise((resolve) => signal?.addEventListener('abort', resolve));
    client.abort();
    await expect(answer).rejects.toThrow(/abort/i);
    await isCancelled;
  });
});
