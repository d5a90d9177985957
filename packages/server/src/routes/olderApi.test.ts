import { createSessionId } from '@tailrace/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logLine, newSegment, seqs } from '../../testing/entries.ts';
import { openTestApp, type TestApp } from '../../testing/testApp.ts';
import { startTestServer } from '../../testing/testServer.ts';

interface Enveloped {
  readonly success: boolean;
  readonly message: string;
  readonly data: {
    readonly logs: { readonly seq: number }[];
    readonly pagination: Readonly<Record<string, unknown>>;
  };
}

const session = createSessionId();

let server: TestApp;

beforeAll(async () => {
  server = await openTestApp();
  const lines = seqs(5).map((seq) =>
    logLine(seq, {
      timestamp: `2026-11-20T10:30:0${seq}.000Z`,
      level: seq === 2 ? 'error' : 'info',
      context: { camera_id: seq < 4 ? 'c-1' : 'c-2' },
      message: seq === 5 ? 'Stream timed out' : 'Frame',
    }),
  );
  await server.store.append([newSegment(lines, { session })]);
});
afterAll(() => server.close());

async function ask(path: string): Promise<{ status: number; body: Enveloped }> {
  const answer = await server.app.request(path);
  expect(answer.headers.get('Content-Type')).toBe('application/json');
  return { status: answer.status, body: (await answer.json()) as Enveloped };
}

describe('the older API', () => {
  it('puts a list into its envelope', async () => {
    const { body } = await ask('/api/logs?page=2&limit=2&source=checkout');
    expect(body).toMatchObject({
      success: true,
      message: 'OK',
      data: {
        pagination: {
          page: 2,
          limit: 2,
          total_pages: 3,
          total_items: 5,
          has_next: true,
          has_previous: true,
        },
        filters_applied: { source: 'checkout' },
      },
    });
    expect(body.data.logs.map(({ seq }) => seq)).toEqual([3, 2]);
  });

  it.each([
    ['', 1, 1, false, false],
    ['?limit=2', 1, 3, true, false],
    ['?limit=2&cursor=&page=', 1, 3, true, false],
    ['?limit=2&page=3', 3, 3, false, true],
    ['?limit=2&page=9', 9, 3, false, true],
    ['?level=critical', 1, 0, false, false],
  ])('counts pages: %s', async (query, page, total_pages, has_next, has_previous) => {
    const { body } = await ask(`/api/logs${query}`);
    expect(body.data.pagination).toMatchObject({ page, total_pages, has_next, has_previous });
  });

  it.each([
    ['/api/logs?camera_id=c-1', [3, 2, 1]],
    ['/api/logs?camera_id=c-1&level=error', [2]],
    ['/api/logs?camera_id=c-2&level=error', []],
    ['/api/logs?search=timed', [5]],
    ['/api/logs/search?query=timed', [5]],
    ['/api/logs?start=2026-11-20T10:30:04Z&end=2026-11-20T10:30:05Z', [4]],
    ['/api/logs/by/camera_id/c-2', [4, 5]],
  ])('finds %s', async (path, expected) => {
    const { status, body } = await ask(path);
    expect([status, body.success]).toEqual([200, true]);
    expect(body.data.logs.map(({ seq }) => seq)).toEqual(expected);
  });

  it.each([
    ['/api/logs?level=loud', 400, 'level must be one of debug, info, warning, error, critical'],
    ['/api/logs?start=soon', 400, 'start must be an ISO 8601 time, such as 2026-11-20T10:30:00Z'],
    ['/api/logs?page=0', 400, 'page must be a whole number from 1 to 1000000000'],
    ['/api/logs?camera_id=c-9', 404, 'Nothing is known of camera_id c-9'],
    ['/api/logs/by/camera_id/c-9', 404, 'Nothing is known of camera_id c-9'],
    ['/api/logs/none', 404, 'There is no entry with this id'],
    ['/api/logs/nothing/at/all', 404, 'There is nothing at /api/logs/nothing/at/all'],
  ])('refuses %s', async (path, status_code, message) => {
    const { status, body } = await ask(path);
    expect(status).toBe(status_code);
    expect(body).toEqual({ success: false, message, status_code });
  });

  it('gives one entry as the other API does', async () => {
    const { body } = await ask(`/api/logs/${session}-1`);
    const plain = await server.app.request(`/api/v1/logs/${session}-1`);
    expect(body).toEqual({ success: true, message: 'OK', data: await plain.json() });
  });

  it('exports without an envelope', async () => {
    const answer = await server.app.request('/api/logs/export?format=csv');
    expect(await answer.text()).toMatch(/^timestamp,level,/);
  });

  it('keeps others out in its envelope, with the headers that go with it', async () => {
    const guarded = await startTestServer();
    const answer = await guarded.fetch('/api/logs', { key: '' });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('WWW-Authenticate')).toBe('Bearer realm="tailrace"');
    expect(answer.headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(await answer.json()).toEqual({
      success: false,
      message: 'Send a key: Authorization: Bearer trk_…',
      status_code: 401,
    });
    const method = await guarded.fetch('/api/logs', { method: 'DELETE' });
    expect([method.status, method.headers.get('Allow')]).toEqual([405, 'GET']);
    const allowed = await guarded.fetch('/api/logs', { key: guarded.keys.read });
    expect(allowed.status).toBe(200);
    expect(await allowed.json()).toMatchObject({ success: true, data: { logs: [] } });
    await guarded.close();
  });
});
