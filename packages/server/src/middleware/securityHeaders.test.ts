import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { securityHeaders } from './securityHeaders.ts';

async function headersOf(isSecure: boolean): Promise<Headers> {
  const app = new Hono();
  app.use(securityHeaders(isSecure));
  app.get('/', (c) => c.html('<!doctype html>'));
  return (await app.request('/', { headers: { Host: 'logs.example:8765' } })).headers;
}

it('pages run scripts of this server alone, and make none of text', async () => {
  const headers = await headersOf(false);
  const policy = headers.get('Content-Security-Policy')!.split('; ');
  expect(policy).toEqual(
    expect.arrayContaining([
      `script-src 'self'`,
      `connect-src 'self' ws://logs.example:8765 wss://logs.example:8765`,
      `frame-ancestors 'none'`,
      `require-trusted-types-for 'script'`,
      `trusted-types tailrace`,
    ]),
  );
  expect(headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin');
  expect(headers.get('Strict-Transport-Security')).toBeNull();
});

it('over TLS nothing is asked in the clear any more', async () => {
  const headers = await headersOf(true);
  expect(headers.get('Content-Security-Policy')).toContain(`connect-src 'self' wss://logs.example:8765;`);
  expect(headers.get('Strict-Transport-Security')).toBe('max-age=63072000');
});
