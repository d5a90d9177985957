import { CLOSE_CODES, type LogCode, type LogEntry, type LogTrace } from '@tailrace/protocol';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { logLine, seqs } from '../../testing/entries.ts';
import { expectProblem } from '../../testing/expectations.ts';
import { connectStream } from '../../testing/streamClient.ts';
import { segmentBody, startTestServer, type TestServer } from '../../testing/testServer.ts';
import type { AccessKeyView } from '../auth/accessKey.ts';

const JSON_TYPE = { 'Content-Type': 'application/json' };
const SHOP = 'https://shop.example';

type CreatedKey = AccessKeyView & { readonly token: string };

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

function post(key: unknown, as = server.keys.admin): Promise<Response> {
  return server.fetch('/api/v1/keys', {
    method: 'POST',
    body: JSON.stringify(key),
    headers: JSON_TYPE,
    key: as,
  });
}

async function create(key: object): Promise<CreatedKey> {
  const answer = await post(key);
  expect(answer.status).toBe(201);
  return (await answer.json()) as CreatedKey;
}

async function logsOf(key: string, query = ''): Promise<LogEntry[]> {
  const answer = await server.fetch(`/api/v1/logs?order=asc${query}`, { key });
  return ((await answer.json()) as { readonly logs: LogEntry[] }).logs;
}

describe('a key', () => {
  it('is shown once, listed without its token, and good until it is revoked', async () => {
    const { token, ...view } = await create({ role: 'read', name: 'desk' });
    expect(token).toMatch(/^trk_read_\w{32}$/);
    const listed = await server.fetch('/api/v1/keys');
    const text = await listed.text();
    expect((JSON.parse(text) as { keys: unknown[] }).keys).toContainEqual(view);
    expect(text).not.toContain(token);
    expect(text).not.toMatch(/[0-9a-f]{64}/);

    const stream = await connectStream(`${server.url}/api/v1/logs/stream/ws`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    expect((await server.fetch(`/api/v1/keys/${view.id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await server.fetch('/api/v1/logs', { key: token })).status).toBe(401);
    expect((await stream.closed).code).toBe(CLOSE_CODES.unauthenticated);
    const again = await server.fetch(`/api/v1/keys/${view.id}`, { method: 'DELETE' });
    await expectProblem(again, 'not_found', /no key/);
  });

  it('ends when its time has come', async () => {
    const { token } = await create({
      role: 'read',
      name: 'guest',
      expires_at: new Date(Date.now() + 60_000).toISOString(),
    });
    expect((await server.fetch('/api/v1/logs', { key: token })).status).toBe(200);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 60_001 });
    try {
      expect((await server.fetch('/api/v1/logs', { key: token })).status).toBe(401);
    } finally {
      vi.useRealTimers();
    }
  });

  it('stamps its fields over whatever the sender claims, wherever it claims it', async () => {
    const organization_id = 'acme';
    const { token } = await create({ role: 'ingest', name: 'acme', stamp: { organization_id } });
    const reader = await create({ role: 'read', name: 'evil', filter: 'organization_id:evil' });
    const claimed: Record<string, unknown> = { organization_id: 'evil' };
    const entries = [
      logLine(1, {
        source: 'stamped',
        context: claimed,
        metadata: claimed,
        code: claimed as LogCode,
        trace: claimed as LogTrace,
      }),
      logLine(2, { source: 'stamped', context: { user_id: 'u1' }, metadata: { amount: 1 } }),
    ];
    const body = segmentBody(entries, { resource: { app: 'shop', ...claimed } });
    const headers = { 'Content-Type': 'application/x-ndjson' };
    expect((await server.fetch('/api/v1/logs', { method: 'POST', body, headers, key: token })).status).toBe(
      200,
    );
    const [first, second] = await logsOf(server.keys.read, '&source=stamped');
    expect(first).toMatchObject({ context: { organization_id }, resource: { app: 'shop' } });
    expect(JSON.stringify(first)).not.toContain('evil');
    expect(second).toMatchObject({ context: { user_id: 'u1', organization_id }, metadata: { amount: 1 } });
    expect(await logsOf(reader.token)).toEqual([]);
  });

  it('reads what its filter lets through, entry by entry and session by session', async () => {
    const { token } = await create({ role: 'read', name: 'a', filter: 'source:open' });
    const [session, other] = ['A'.repeat(16), 'B'.repeat(16)];
    await server.ingest(
      segmentBody([logLine(1, { source: 'open' }), logLine(2, { source: 'closed' })], { session }),
    );
    await server.ingest(segmentBody([logLine(1, { source: 'closed' })], { session: other }));
    const seen = await logsOf(token, `&q=${encodeURIComponent('source:open OR source:closed')}`);
    expect(seen.map(({ id }) => id)).toEqual([`${session}-1`]);
    const statuses = await Promise.all(
      [`logs/${session}-1`, `logs/${session}-2`, `sessions/${session}`, `sessions/${other}`].map(
        async (path) => (await server.fetch(`/api/v1/${path}`, { key: token })).status,
      ),
    );
    expect(statuses).toEqual([200, 404, 200, 404]);
  });

  it('is good for pages of its own origins only, and lets these in', async () => {
    const { token } = await create({ role: 'ingest', name: 'shop', origins: [SHOP] });
    const ask = (origin: string, key: string) =>
      server.fetch('/api/v1/settings/levels', { key, headers: { Origin: origin } });
    const good = await ask(SHOP, token);
    expect(good.status).toBe(200);
    expect(good.headers.get('Access-Control-Allow-Origin')).toBe(SHOP);
    await expectProblem(await ask(SHOP, server.keys.ingest), 'origin_not_allowed', /made for the origin/);
    await expectProblem(await ask('https://evil.example', token), 'origin_not_allowed', /make a key/);
  });

  it('has its own rate', async () => {
    const { token } = await create({ role: 'ingest', name: 'slow', rate: 1 });
    const body = segmentBody(seqs(10).map((seq) => logLine(seq)));
    const headers = { 'Content-Type': 'application/x-ndjson' };
    const send = () => server.fetch('/api/v1/logs', { method: 'POST', body, headers, key: token });
    expect((await send()).status).toBe(200);
    await expectProblem(await send(), 'too_many_requests', /at most 1 entries a second/);
    expect((await server.ingest(body)).status).toBe(200);
  });

  it.each([
    [{}, /^name/],
    [{ name: 'x', role: 'owner' }, /^role/],
    [{ name: 'x', role: 'read', filter: 'level:loud' }, /^filter: .*column 7/],
    [{ name: 'x', role: 'ingest', origins: ['shop.example'] }, /^origins\.0: must be an origin/],
    [{ name: 'x', role: 'ingest', rate: 0 }, /^rate/],
    [{ name: 'x', role: 'ingest', stamp: { 'a b': 1 } }, /^stamp/],
    [{ name: 'x', role: 'read', expires_at: '2020-01-01T00:00:00Z' }, /time to come/],
    [{ name: 'x', role: 'read', tenant: 'a/b' }, /^tenant/],
    [{ name: 'x', role: 'read', colour: 'red' }, /colour/],
  ])('is not made of %o', async (key, detail) => {
    await expectProblem(await post(key), 'invalid_key', detail);
  });

  it('is made by administrators, of other tenants by those of the server’s own', async () => {
    await expectProblem(await post({ name: 'x', role: 'read' }, server.keys.read), 'forbidden', /admin/);
    const { token } = await create({ role: 'admin', name: 'alpha', tenant: 'alpha' });
    await expectProblem(await post({ name: 'x', role: 'read', tenant: 'main' }, token), 'forbidden', /main/);
    const own = await server.fetch('/api/v1/keys', { key: token });
    expect(((await own.json()) as { keys: AccessKeyView[] }).keys.map(({ name }) => name)).toEqual(['alpha']);
    const { id } = await create({ role: 'read', name: 'of main' });
    const foreign = await server.fetch(`/api/v1/keys/${id}`, { method: 'DELETE', key: token });
    await expectProblem(foreign, 'not_found', /no key/);
  });
});

it('a preflight names the methods that the path has, and no others', async () => {
  const methodsOf = async (path: string) => {
    const headers = { Origin: SHOP, 'Access-Control-Request-Method': 'PUT' };
    const answer = await server.fetch(path, { method: 'OPTIONS', headers, key: '' });
    return answer.headers.get('Access-Control-Allow-Methods');
  };
  expect(await methodsOf('/api/v1/settings/levels')).toBe('GET, PUT');
  expect(await methodsOf('/api/v1/logs')).toBe('GET, POST');
  expect(await methodsOf('/api/v1/keys/abc')).toBe('DELETE');
});
