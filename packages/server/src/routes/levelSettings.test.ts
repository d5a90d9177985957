import {
  MAX_BODY_BYTES,
  MAX_LEVEL_PREFIXES,
  type IngestReply,
  type LevelSettings,
  type ProblemCode,
} from '@tailrace/protocol';
import { Hono } from 'hono';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { logLine, seqs } from '../../testing/entries.ts';
import { expectProblem, nested } from '../../testing/expectations.ts';
import { connectStream } from '../../testing/streamClient.ts';
import { rawRequest, segmentBody, startTestServer, type TestServer } from '../../testing/testServer.ts';
import type { AppEnv } from '../AppEnv.ts';
import { EVERYBODY } from '../auth/Identity.ts';
import { problemResponse, type ProblemError } from '../Problem.ts';
import { createMemorySettings } from '../settings/memory.ts';
import { RuntimeLevels } from '../settings/RuntimeLevels.ts';
import { putLevelsRoute } from './levelSettings.ts';

const PATH = '/api/v1/settings/levels';
const PAGE = 'https://shop.example';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ LOG_ALLOWED_ORIGINS: PAGE });
});
afterAll(() => server.close());

function put(body: string, headers: Record<string, string> = {}, key = server.keys.admin): Promise<Response> {
  return server.fetch(PATH, {
    method: 'PUT',
    body,
    key,
    headers: { 'Content-Type': 'application/json', ...headers },
  });
}

async function setLevels(levels: Record<string, string>): Promise<LevelSettings> {
  const answer = await put(JSON.stringify({ levels }));
  expect(answer.status).toBe(200);
  return (await answer.json()) as LevelSettings;
}

async function currentLevels(): Promise<LevelSettings> {
  return (await (await server.fetch(PATH)).json()) as LevelSettings;
}

async function ingestReply(): Promise<IngestReply> {
  return (await (await server.ingest(segmentBody([logLine(1)]))).json()) as IngestReply;
}

describe('a server whose levels nobody has set', () => {
  it('has version 0 and no levels', async () => {
    const untouched = await startTestServer();
    onTestFinished(() => untouched.close());
    const answer = await untouched.fetch(PATH, { key: untouched.keys.ingest });
    expect(await answer.json()).toEqual({ version: 0, levels: {} });
    expect(answer.headers.get('ETag')).toBe('"0"');
  });
});

describe('PUT /api/v1/settings/levels', () => {
  it('replaces the levels, written by their names, and each change has a greater version', async () => {
    const first = await setLevels({ '': 'WARN', 'shop.cart': 'trace' });
    expect(first.levels).toEqual({ '': 'warning', 'shop.cart': 'debug' });
    expect(await currentLevels()).toEqual(first);
    const second = await setLevels({ shop: 'error' });
    expect(second.version).toBeGreaterThan(first.version);
    expect(await currentLevels()).toEqual({ version: second.version, levels: { shop: 'error' } });
    expect((await setLevels({})).levels).toEqual({});
  });

  it('shows the new version in every ingest reply from then on', async () => {
    const { version } = await setLevels({ shop: 'debug' });
    expect((await ingestReply()).levels).toBe(version);
    const json = await server.ingest('{"message":"Hello"}', { 'Content-Type': 'application/json' });
    expect(((await json.json()) as IngestReply).levels).toBe(version);
  });

  it('reaches every framed stream that is open, and is in the hello of the next', async () => {
    const path = `${server.url}/api/v1/logs/stream/ws`;
    const headers = { Authorization: `Bearer ${server.keys.read}` };
    const before = await currentLevels();
    const clients = await Promise.all(seqs(3).map(() => connectStream(path, { headers })));
    const plain = await connectStream(path, { headers, protocol: '' });
    for (const client of clients) expect((await client.next('hello')).levels).toEqual(before);
    const set = await setLevels({ 'shop.cart': 'debug' });
    for (const client of clients) expect(await client.next('levels')).toEqual({ type: 'levels', ...set });
    const later = await connectStream(path, { headers });
    expect((await later.next('hello')).levels).toEqual(set);
    for (const client of [...clients, plain, later]) client.socket.close();
    expect(plain.messages.filter(({ type }) => type === 'levels')).toEqual([]);
  });

  it('makes only the first of two changes of the same version when they say which they saw', async () => {
    const { version } = await setLevels({ shop: 'debug' });
    const seen = { 'If-Match': `W/"${version}"` };
    const answers = await Promise.all([
      put('{"levels":{"shop":"info"}}', seen),
      put('{"levels":{"shop":"error"}}', seen),
    ]);
    const [won, lost] = answers.toSorted((a, b) => a.status - b.status);
    expect(won!.status).toBe(200);
    await expectProblem(lost!, 'precondition_failed', /get them again/);
    expect(await currentLevels()).toEqual(await won!.json());
    expect((await put('{"levels":{}}', { 'If-Match': '*' })).status).toBe(200);
  });

  it('leaves it to the store which version stands, since another process may have changed it', async () => {
    const settings = createMemorySettings();
    const levels = await RuntimeLevels.load(settings);
    const app = new Hono<AppEnv>();
    app.put('/', async (c, next) => {
      c.set('identity', EVERYBODY);
      return putLevelsRoute(levels, { record: async () => undefined })(c, next);
    });
    app.onError((error, c) => problemResponse(c, error as ProblemError));
    const elsewhere = await settings.setLevels(EVERYBODY.tenant, { shop: 'debug' });
    const answer = await app.request('/', {
      method: 'PUT',
      body: '{"levels":{}}',
      headers: { 'Content-Type': 'application/json', 'If-Match': '"0"' },
    });
    await expectProblem(answer, 'precondition_failed', /have changed since/);
    expect((await settings.levelSettings()).get(EVERYBODY.tenant)).toEqual(elsewhere);
  });
});

describe('GET /api/v1/settings/levels', () => {
  let settings: LevelSettings;

  beforeEach(async () => {
    settings = await setLevels({ shop: 'debug' });
  });

  it.each(['ingest', 'read', 'admin'] as const)('answers a key with the role %s', async (role) => {
    const answer = await server.fetch(PATH, { key: server.keys[role] });
    expect(await answer.json()).toEqual(settings);
    expect(answer.headers.get('Cache-Control')).toBe('private, no-cache');
  });

  it.each([
    ['its tag', (tag: string) => tag],
    ['a weak tag among others', (tag: string) => `"1", W/${tag}`],
    ['any', () => '*'],
  ])('answers 304 to who names %s, and 200 again after a change', async (_name, known) => {
    const headers = { 'If-None-Match': known(`"${settings.version}"`) };
    const same = await server.fetch(PATH, { headers });
    expect([same.status, await same.text()]).toEqual([304, '']);
    expect(same.headers.get('ETag')).toBe(`"${settings.version}"`);
    const changed = await setLevels({ shop: 'info' });
    const next = await server.fetch(PATH, { headers: { 'If-None-Match': `"${settings.version}"` } });
    expect(await next.json()).toEqual(changed);
  });

  it('can be read by pages of allowed origins, 304 too', async () => {
    const preflight = await rawRequest(server.url + PATH, {
      method: 'OPTIONS',
      headers: {
        Origin: PAGE,
        'Access-Control-Request-Method': 'GET',
        'Access-Control-Request-Headers': 'authorization,if-none-match',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers['access-control-allow-headers']?.toLowerCase()).toContain('if-none-match');
    for (const known of ['"1"', `"${settings.version}"`]) {
      const answer = await rawRequest(server.url + PATH, {
        headers: { Origin: PAGE, Authorization: `Bearer ${server.keys.ingest}`, 'If-None-Match': known },
      });
      expect(answer.status).toBe(known === '"1"' ? 200 : 304);
      expect(answer.headers['access-control-allow-origin']).toBe(PAGE);
      expect(answer.headers['access-control-expose-headers']).toContain('ETag');
    }
  });
});

describe('a change that cannot be made is told why, and changes nothing', () => {
  const tooMany = Object.fromEntries(seqs(MAX_LEVEL_PREFIXES + 1).map((i) => [`logger${i}`, 'info']));
  const json = (levels: unknown) => JSON.stringify({ levels });

  const bodies: [name: string, body: string, code: ProblemCode, detail: RegExp][] = [
    ['malformed JSON', '{"levels":', 'invalid_json', /not valid JSON/],
    ['an empty body', '', 'invalid_json', /not valid JSON/],
    ['a list', '[]', 'invalid_settings', /expected object/],
    ['a bomb of arrays', nested(100_000), 'invalid_settings', /expected object/],
    [
      'a bomb of levels',
      `{"levels":{"a":${nested(100_000)}}}`,
      'invalid_settings',
      /level of "a" must be one of/,
    ],
    [
      'no levels',
      '{}',
      'invalid_settings',
      /^levels: must be an object with a level for each logger prefix$/,
    ],
    ['a list of levels', json(['debug']), 'invalid_settings', /^levels: must be an object/],
    ['an unknown field', '{"levels":{},"version":1}', 'invalid_settings', /"version"/],
    [
      'an unknown level',
      json({ shop: 'debug', 'shop.cart': 'loud' }),
      'invalid_settings',
      /^levels: the level of "shop\.cart" must be one of debug, info, warning, error, critical$/,
    ],
    [
      'a level that is null',
      json({ '': null }),
      'invalid_settings',
      /^levels: the level of "" must be one of/,
    ],
    [
      'a prefix with a star',
      json({ 'shop.*': 'debug' }),
      'invalid_settings',
      /^levels: "shop\.\*" is no logger prefix: write segments joined by dots, such as shop\.cart/,
    ],
    [
      'a prefix with a hole',
      json({ 'a..b': 'debug' }),
      'invalid_settings',
      /^levels: "a\.\.b" is no logger prefix/,
    ],
    [
      'a prefix that is too long',
      json({ ['x'.repeat(257)]: 'debug' }),
      'invalid_settings',
      /^levels: a logger prefix has at most 256 characters$/,
    ],
    ['too many prefixes', json(tooMany), 'invalid_settings', /^levels: has at most 200 logger prefixes$/],
    ['a body that is too large', ' '.repeat(MAX_BODY_BYTES + 1), 'body_too_large', /at most 1048576 bytes/],
  ];

  it.each(bodies)('%s', async (_name, body, code, detail) => {
    const before = await currentLevels();
    await expectProblem(await put(body), code, detail);
    expect(await currentLevels()).toEqual(before);
  });

  const requests: [name: string, ask: () => Promise<Response>, code: ProblemCode, detail: RegExp][] = [
    ['no key', () => put(json({}), {}, ''), 'unauthorized', /Authorization: Bearer/],
    ['an ingest key', () => put(json({}), {}, server.keys.ingest), 'forbidden', /role admin$/],
    ['a read key', () => put(json({}), {}, server.keys.read), 'forbidden', /role admin$/],
    ['nobody who reads', () => server.fetch(PATH, { key: '' }), 'unauthorized', /Authorization: Bearer/],
    [
      'a foreign page',
      () => put(json({}), { Origin: 'https://evil.example' }),
      'origin_not_allowed',
      /ORIGINS/,
    ],
    [
      'another content type',
      () => put(json({}), { 'Content-Type': 'text/plain' }),
      'unsupported_media_type',
      /application\/json/,
    ],
    ['brotli', () => put(json({}), { 'Content-Encoding': 'br' }), 'unsupported_encoding', /gzip/],
    [
      'an old version',
      () => put(json({}), { 'If-Match': '"1"' }),
      'precondition_failed',
      /have changed since/,
    ],
    ['another method', () => server.fetch(PATH, { method: 'POST' }), 'method_not_allowed', /Use GET, PUT/],
  ];

  it.each(requests)('%s', async (_name, ask, code, detail) => {
    const before = await currentLevels();
    await expectProblem(await ask(), code, detail);
    expect(await currentLevels()).toEqual(before);
    expect(server.errors).toEqual([]);
  });
});
