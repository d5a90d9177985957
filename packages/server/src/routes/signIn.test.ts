import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../testing/temporaryFolder.ts';
import { startTestServer, type TestServer } from '../../testing/testServer.ts';

const open: TestServer[] = [];

async function start(
  environment: Record<string, string> = {},
  folder = temporaryFolder(),
): Promise<TestServer> {
  const server = await startTestServer(environment, folder);
  open.push(server);
  return server;
}

afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function signIn({ signInUrl }: TestServer): Promise<string> {
  const answer = await fetch(signInUrl!, { redirect: 'manual' });
  expect(answer.status).toBe(303);
  expect(answer.headers.get('Location')).toBe('/');
  const [cookie] = answer.headers.getSetCookie();
  expect(cookie).toMatch(/^tailrace_session=\w{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Strict$/);
  return cookie!.split(';')[0]!;
}

describe('the sign-in link', () => {
  it('signs one browser in, once', async () => {
    const server = await start();
    const cookie = await signIn(server);
    const again = await fetch(server.signInUrl!, { redirect: 'manual', headers: { Cookie: cookie } });
    expect(again.status).toBe(303);
    const other = await fetch(server.signInUrl!, { redirect: 'manual' });
    expect(other.status).toBe(401);
    expect(other.headers.getSetCookie()).toEqual([]);
    expect(await other.text()).toContain('This link does not work any more');
  });

  it('makes an administrator of the browser, restarts included, until it signs out', async () => {
    const folder = temporaryFolder();
    const first = await start({}, folder);
    const headers = { Cookie: await signIn(first) };
    expect((await first.fetch('/api/v1/logs', { key: '', headers })).status).toBe(200);
    await first.close();
    open.length = 0;
    const second = await start({}, folder);
    expect((await second.fetch('/api/v1/logs', { key: '', headers })).status).toBe(200);
    const sameOrigin = { ...headers, Origin: second.url };
    const out = await second.fetch('/sign-out', { method: 'POST', key: '', headers: sameOrigin });
    expect(out.status).toBe(204);
    expect((await second.fetch('/api/v1/logs', { key: '', headers })).status).toBe(401);
  });

  it('gives a cookie that works for changes only from the server’s own pages', async () => {
    const server = await start();
    const headers = { Cookie: await signIn(server) };
    const ticket = (origin: Record<string, string>) =>
      server.fetch('/api/v1/stream/tickets', { method: 'POST', key: '', headers: { ...headers, ...origin } });
    expect((await ticket({})).status).toBe(403);
    expect((await ticket({ Origin: 'http://127.0.0.1:1' })).status).toBe(403);
    expect((await ticket({ Origin: server.url })).status).toBe(200);
  });

  it('is not needed where authentication is off', async () => {
    const server = await start({ LOG_AUTH: 'off' });
    expect(server.signInUrl).toBeUndefined();
    expect((await server.fetch('/api/v1/logs', { key: '' })).status).toBe(200);
  });
});

describe('the demo', () => {
  it('is served with its configuration to who is signed in', async () => {
    const publicDir = join(temporaryFolder(), 'dist');
    mkdirSync(join(publicDir, 'assets'), { recursive: true });
    writeFileSync(join(publicDir, 'index.html'), '<h1>Demo</h1>');
    writeFileSync(join(publicDir, 'assets', 'index-a1B2c3D4.js'), 'export {}');
    const server = await start({ LOG_PUBLIC_DIR: publicDir });
    const home = await server.fetch('/', { key: '' });
    expect([home.status, home.headers.get('Location')]).toEqual([302, '/demo/']);
    const page = await server.fetch('/demo/', { key: '' });
    expect(await page.text()).toBe('<h1>Demo</h1>');
    expect(page.headers.get('Cache-Control')).toBe('no-cache');
    expect(page.headers.get('Content-Security-Policy')).toContain(
      `connect-src 'self' ws://${new URL(server.url).host}`,
    );
    expect(page.headers.get('X-Content-Type-Options')).toBe('nosniff');
    const script = await server.fetch('/demo/assets/index-a1B2c3D4.js', { key: '' });
    expect(script.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable');
    expect(script.headers.get('Content-Type')).toMatch(/javascript/);
    expect((await server.fetch('/demo/../keys.txt', { key: '' })).status).toBe(404);
    expect((await server.fetch('/demo/nothing.js', { key: '' })).status).toBe(404);
    expect((await server.fetch('/demo/config.json', { key: '' })).status).toBe(401);
    const config = await server.fetch('/demo/config.json', {
      key: '',
      headers: { Cookie: await signIn(server) },
    });
    expect(await config.json()).toEqual({ ingest_key: server.keys.ingest, signed_in: true });
  });
});

describe('a page of an allowed origin', () => {
  const origin = 'https://shop.example';

  it('may send and read, and is told why when it may not', async () => {
    const server = await start({ LOG_ALLOWED_ORIGINS: origin });
    const preflight = await fetch(`${server.url}/api/v1/logs`, {
      method: 'OPTIONS',
      headers: {
        Origin: origin,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'authorization',
      },
    });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('Access-Control-Allow-Origin')).toBe(origin);
    expect(preflight.headers.get('Access-Control-Allow-Headers')).toBe(
      'Authorization, Content-Type, Content-Encoding, If-Match, If-None-Match, Last-Event-ID',
    );
    expect(preflight.headers.get('Access-Control-Max-Age')).toBe('7200');
    for (const key of [server.keys.read, '']) {
      const answer = await server.fetch('/api/v1/logs', { key, headers: { Origin: origin } });
      expect(answer.status).toBe(key === '' ? 401 : 200);
      expect(answer.headers.get('Access-Control-Allow-Origin')).toBe(origin);
      expect(answer.headers.get('Vary')).toBe('Origin');
      const exposed = answer.headers.get('Access-Control-Expose-Headers');
      expect(exposed).toBe('Content-Disposition, ETag, Retry-After');
    }
  });

  it('is the only one that is answered so', async () => {
    const server = await start({ LOG_ALLOWED_ORIGINS: origin });
    const answer = await server.fetch('/api/v1/logs', { headers: { Origin: 'https://shop.example.evil' } });
    expect(answer.status).toBe(403);
    expect(answer.headers.get('Access-Control-Allow-Origin')).toBeNull();
  });
});
