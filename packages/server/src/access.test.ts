import { type Problem, type ProblemCode } from '@tailrace/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logLine } from '../testing/entries.ts';
import { expectGoodRequest, expectProblem } from '../testing/expectations.ts';
import { rawRequest, segmentBody, startTestServer, type TestServer } from '../testing/testServer.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

describe('who may not come in is told why', () => {
  const body = segmentBody([logLine(1)]);
  const post = { method: 'POST', body, headers: { 'Content-Type': 'application/x-ndjson' } };
  /** In parts, so that it is no key to whoever looks for some. */
  const wrongKey = ['trk', 'ingest', 'x'.repeat(32)].join('_');

  const requests: [name: string, ask: () => Promise<Response>, code: ProblemCode, detail: RegExp][] = [
    [
      'no key',
      () => server.fetch('/api/v1/logs', { ...post, key: '' }),
      'unauthorized',
      /Authorization: Bearer/,
    ],
    [
      'an unknown key',
      () => server.fetch('/api/v1/logs', { ...post, key: wrongKey }),
      'unauthorized',
      /Authorization: Bearer/,
    ],
    [
      'another scheme',
      () => server.fetch('/api/v1/logs', { headers: { Authorization: 'Basic eDp5' } }),
      'unauthorized',
      /Authorization: Bearer/,
    ],
    [
      'a read key that writes',
      () => server.fetch('/api/v1/logs', { ...post, key: server.keys.read }),
      'forbidden',
      /ingest or admin/,
    ],
    [
      'an ingest key that reads',
      () => server.fetch('/api/v1/logs', { key: server.keys.ingest }),
      'forbidden',
      /read or admin/,
    ],
    [
      'an ingest key that wants a ticket',
      () => server.fetch('/api/v1/stream/tickets', { method: 'POST', key: server.keys.ingest }),
      'forbidden',
      /read or admin/,
    ],
    [
      'a foreign page',
      () => server.fetch('/api/v1/logs', { headers: { Origin: 'https://evil.example' } }),
      'origin_not_allowed',
      /LOG_ALLOWED_ORIGINS/,
    ],
    [
      'a page without an origin',
      () => server.fetch('/api/v1/logs', { headers: { Origin: 'null' } }),
      'origin_not_allowed',
      /LOG_ALLOWED_ORIGINS/,
    ],
    [
      'a cookie that nobody gave',
      () => server.fetch('/demo/config.json', { key: '', headers: { Cookie: 'tailrace_session=x' } }),
      'unauthorized',
      /Bearer/,
    ],
    ['an unknown path', () => server.fetch('/api/v1/nothing'), 'not_found', /nothing at \/api\/v1\/nothing/],
    [
      'another method',
      () => server.fetch('/api/v1/logs', { method: 'DELETE' }),
      'method_not_allowed',
      /Use GET, POST/,
    ],
    ['a stream that is no socket', () => server.fetch('/api/v1/logs/stream/ws'), 'not_found', /WebSocket/],
    [
      'an unknown parameter',
      () => server.fetch('/api/v1/logs?levle=error'),
      'invalid_parameter',
      /no parameter levle/,
    ],
    [
      'a filter that cannot be read',
      () => server.fetch('/api/v1/logs?q=level%3Aloud'),
      'invalid_filter',
      /column 7/,
    ],
    [
      'an unknown level',
      () => server.fetch('/api/v1/logs?level=loud'),
      'invalid_parameter',
      /^level must be one of debug/,
    ],
    [
      'a date that is none',
      () => server.fetch('/api/v1/logs?start=soon'),
      'invalid_parameter',
      /^start must be/,
    ],
    [
      'a search without a word',
      () => server.fetch('/api/v1/logs?search=%21%21'),
      'invalid_parameter',
      /^search must be/,
    ],
    ['a limit of 0', () => server.fetch('/api/v1/logs?limit=0'), 'invalid_parameter', /^limit must be/],
    [
      'a limit over 1000',
      () => server.fetch('/api/v1/logs?limit=1001'),
      'invalid_parameter',
      /from 1 to 1000/,
    ],
    [
      'an order that is none',
      () => server.fetch('/api/v1/logs?order=up'),
      'invalid_parameter',
      /asc or desc/,
    ],
    [
      'a page cursor that is none',
      () => server.fetch('/api/v1/logs?cursor=hello'),
      'invalid_cursor',
      /pagination/,
    ],
    [
      'an entry that is not there',
      () => server.fetch('/api/v1/logs/aaaaaaaaaaaaaaaa-1'),
      'not_found',
      /no entry/,
    ],
    ['an id that is none', () => server.fetch('/api/v1/logs/1'), 'not_found', /no entry/],
    [
      'a session that is not there',
      () => server.fetch('/api/v1/sessions/aaaaaaaaaaaaaaaa'),
      'not_found',
      /session/,
    ],
  ];

  it.each(requests)('%s', async (_name, ask, code, detail) => {
    await expectProblem(await ask(), code, detail);
    await expectGoodRequest(server);
  });

  it('which scheme a key goes with, and which methods a path has', async () => {
    const unauthorized = await server.fetch('/api/v1/logs', { key: '' });
    expect(unauthorized.headers.get('WWW-Authenticate')).toBe('Bearer realm="tailrace"');
    const notAllowed = await server.fetch('/api/v1/logs', { method: 'PUT' });
    expect(notAllowed.headers.get('Allow')).toBe('GET, POST');
  });

  it.each(['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:8765'])(
    'the host %s',
    async (host) => {
      const answer = await rawRequest(`${server.url}/healthz`, { headers: { Host: host } });
      expect(answer.status).toBe(421);
      expect((JSON.parse(answer.body) as Problem).code).toBe('invalid_host');
      await expectGoodRequest(server);
    },
  );

  it.each(['localhost', 'LOCALHOST:1234', '127.0.0.1', '[::1]:80'])('but not the host %s', async (host) => {
    expect((await rawRequest(`${server.url}/healthz`, { headers: { Host: host } })).status).toBe(200);
  });
});
