import { createSessionId } from '@tailrace/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logLine, seqs } from '../../testing/entries.ts';
import { segmentBody, startTestServer, type TestServer } from '../../testing/testServer.ts';

const TIME = '2026-11-20T10:30:00.000Z';
const session = createSessionId();

let server: TestServer;
/** By what their filters ask for: what only entries have, and what rollups have too. */
const keys = new Map<string, string>();

beforeAll(async () => {
  server = await startTestServer();
  for (const filter of ['organization_id:acme', 'level:error']) {
    const answer = await server.fetch('/api/v1/keys', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ role: 'read', name: filter, filter }),
    });
    keys.set(filter, ((await answer.json()) as { readonly token: string }).token);
  }
  // Four in ten may be seen, by either key.
  const entries = seqs(10).map((seq) =>
    logLine(seq, {
      timestamp: TIME,
      level: seq <= 4 ? 'error' : 'info',
      source: seq <= 4 ? 'open' : 'closed',
      context: {
        organization_id: seq <= 4 ? 'acme' : 'other',
        correlation_id: 'c1',
        job_run_id: 'j1',
        camera_id: seq <= 4 ? 'seen' : 'unseen',
        user_id: seq <= 2 ? 'u1' : 'u2',
      },
    }),
  );
  await server.ingest(segmentBody(entries, { session }));
});
afterAll(() => server.close());

async function ask(path: string, filter: string): Promise<Response> {
  return server.fetch(path, { key: keys.get(filter)! });
}

const LOGS = '/api/v1/logs';

describe.each(['organization_id:acme', 'level:error'])('who may read %s only', (filter) => {
  it.each([
    [`${LOGS}/stats`, { total: 4, levels: { error: 4, info: 0 }, sources: 1 }],
    [`${LOGS}/stats?q=user_id:u2`, { total: 2 }],
    ['/api/logs/stats', { data: { total: 4 } }],
    [`${LOGS}/sources`, { sources: [{ source: 'open', count: 4 }], more: 0 }],
    [`${LOGS}/sources?q=${encodeURIComponent('source:* OR level:info')}`, { sources: [{ count: 4 }] }],
    ['/api/logs/sources', { data: { sources: [{ source: 'open', count: 4 }] } }],
    [`${LOGS}/histogram`, { buckets: [{ total: 4, counts: { error: 4 } }] }],
    [`${LOGS}/histogram?by=source`, { buckets: [{ total: 4, counts: { open: 4 } }] }],
    [`${LOGS}/facets?field=source`, { values: [{ value: 'open', count: 4 }], more: 0 }],
    [
      `${LOGS}/facets?field=user_id`,
      {
        values: [
          { value: 'u1', count: 2 },
          { value: 'u2', count: 2 },
        ],
      },
    ],
    [`${LOGS}?total=true&limit=1`, { pagination: { total: 4 } }],
    [`${LOGS}/by/correlation_id/c1`, { pagination: { total: 4, count: 4 } }],
    [`${LOGS}/job-runs/j1`, { pagination: { total: 4 } }],
    ['/api/v1/traces/c1', { summary: { count: 4, errors: 4, sources: [{ source: 'open' }] } }],
    ['/api/logs', { data: { pagination: { total_items: 4 } } }],
    ['/api/logs?camera_id=seen', { data: { pagination: { total_items: 4 } } }],
    [`${LOGS}/${session}-4/context?within=all`, { entry: { seq: 4 }, after: [] }],
  ])('is told by %s of no more', async (path, expected) => {
    const answer = await ask(path, filter);
    expect(answer.status).toBe(200);
    const body = (await answer.json()) as object;
    expect(body).toMatchObject(expected);
    expect(JSON.stringify(body)).not.toContain('closed');
  });

  it.each([
    `${LOGS}/${session}-5`,
    `${LOGS}/${session}-5/context`,
    `/api/logs/${session}-5`,
    `${LOGS}/by/organization_id/other`,
    '/api/logs?camera_id=unseen',
  ])('finds nothing at %s', async (path) => {
    expect((await ask(path, filter)).status).toBe(404);
  });

  it.each([`${LOGS}/export`, `${LOGS}/job-runs/j1/download`])('downloads no more by %s', async (path) => {
    const text = await (await ask(path, filter)).text();
    expect(text.match(/Entry \d+/g)).toEqual(['Entry 1', 'Entry 2', 'Entry 3', 'Entry 4']);
  });

  it('is shown what is kept only if it is theirs', async () => {
    const { headers } = await ask(`${LOGS}/stats`, filter);
    expect(headers.get('Cache-Control')).toMatch(/^private, /);
    expect(headers.get('Vary')).toContain('Authorization');
  });
});

it('each export stands in the audit trail: who, in which format, and what was asked for', async () => {
  await (await ask(`${LOGS}/export?format=csv&source=open`, 'level:error')).text();
  const answer = await server.fetch(`${LOGS}?category=audit&q=action:logs_export&limit=1`);
  expect(await answer.json()).toMatchObject({
    logs: [
      { action: 'logs_export', metadata: { actor: 'level:error', format: 'csv', filter: 'source:open' } },
    ],
  });
});

it('an export is not written down in the file that it writes', async () => {
  const exported = async () => {
    const text = await (await server.fetch(`${LOGS}/export?q=action:logs_export`)).text();
    return text.split('\n').length - 1;
  };
  const before = await exported();
  expect(before).toBeGreaterThan(0);
  expect(await exported()).toBe(before + 1);
});
