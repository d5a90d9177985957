import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificate } from '../testing/certificate.ts';
import { connectStream } from '../testing/streamClient.ts';
import { temporaryFolder } from '../testing/temporaryFolder.ts';
import { startTestServer, type RawAnswer, type TestServer } from '../testing/testServer.ts';
import { ConfigError, readConfig } from './config.ts';

let server: TestServer;
let files: { readonly LOG_TLS_CERT: string; readonly LOG_TLS_KEY: string };
let remove: () => void;

beforeAll(async () => {
  files = makeCertificate(temporaryFolder((whenDone) => (remove = whenDone)));
  server = await startTestServer(files);
});
afterAll(async () => {
  await server.close();
  remove();
});

function ask(path: string, headers: Record<string, string> = {}): Promise<RawAnswer> {
  const ca = readFileSync(files.LOG_TLS_CERT);
  return new Promise((resolve, reject) => {
    request(new URL(path, server.url), { ca, headers }, (answer) => {
      let body = '';
      answer.on('data', (data: Buffer) => (body += data.toString()));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body }));
    })
      .on('error', reject)
      .end();
  });
}

describe('a server with a certificate', () => {
  it('answers by TLS, and has browsers stay there', async () => {
    expect(server.url).toMatch(/^https:/);
    const answer = await ask('/healthz');
    expect(answer.status).toBe(200);
    expect(answer.headers['strict-transport-security']).toMatch(/^max-age=\d{8}$/);
    expect(answer.headers['content-security-policy']).not.toContain(' ws:');
  });

  it('signs browsers in by a cookie that is bound to this host', async () => {
    const answer = await ask(server.signInUrl!);
    const [cookie] = answer.headers['set-cookie']!;
    expect(cookie).toMatch(/^__Host-tailrace_session=\w{43}; .*Path=\/.*; Secure/);
    expect(cookie).not.toContain('Domain');
    const [pair] = cookie!.split(';');
    expect((await ask('/api/v1/logs', { Cookie: pair! })).status).toBe(200);
    const planted = pair!.replace('__Host-', '');
    expect((await ask('/api/v1/logs', { Cookie: planted })).status).toBe(401);
  });

  it('streams', async () => {
    const stream = await connectStream(`${server.url}/api/v1/logs/stream/ws`, {
      ca: readFileSync(files.LOG_TLS_CERT),
      headers: { Authorization: `Bearer ${server.keys.read}` },
    });
    expect((await stream.next('hello')).version).toBe(1);
    stream.socket.close();
  });

  it.each([
    [{ LOG_TLS_CERT: '/no/such.pem', LOG_TLS_KEY: '/no/such.pem' }, /LOG_TLS_CERT is .*no such file/],
    [{ LOG_TLS_CERT: import.meta.filename }, /LOG_TLS_CERT is .*a certificate in PEM/],
  ])('is not made of %o', (environment, message) => {
    expect(() => readConfig(environment)).toThrow(ConfigError);
    expect(() => readConfig(environment)).toThrow(message);
  });

  it('needs the certificate and its key', () => {
    expect(() => readConfig({ LOG_TLS_CERT: files.LOG_TLS_CERT })).toThrow(/must be set both, or neither/);
  });
});
