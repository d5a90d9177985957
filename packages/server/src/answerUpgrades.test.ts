import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../testing/testServer.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
// Ends as well: no connection was left behind.
afterAll(() => server.close());

/** Sends a request with `Upgrade`, and reads until the connection ends. */
function ask(
  method: string,
  path: string,
  protocol: string,
  headers: readonly string[] = [],
): Promise<string> {
  const { hostname, port } = new URL(server.url);
  const lines = [
    `${method} ${path} HTTP/1.1`,
    ...(headers.some((line) => line.startsWith('Host:')) ? [] : ['Host: localhost']),
    'Connection: Upgrade',
    `Upgrade: ${protocol}`,
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${Buffer.alloc(16).toString('base64')}`,
    ...headers,
  ];
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(`${lines.join('\r\n')}\r\n\r\n`));
    let answer = '';
    socket.setEncoding('utf8');
    socket.on('data', (part: string) => (answer += part));
    socket.on('end', () => resolve(answer)).on('error', reject);
  });
}

function bodyOf(answer: string): unknown {
  return JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')));
}

describe('a request that asks for another protocol', () => {
  it('is answered as if it had not, when it is not spoken here', async () => {
    const answer = await ask('GET', '/healthz', 'h2c');
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(answer).toContain('"status":"ok"');
    expect(answer).toMatch(/\r\nconnection: close\r\n/i);
  });

  it('has no body, which could not be read', async () => {
    const answer = await ask('POST', '/api/v1/logs', 'h2c', ['Content-Length: 0']);
    expect(answer).toMatch(/^HTTP\/1\.1 405 /);
    expect(bodyOf(answer)).toMatchObject({ status: 405, code: 'method_not_allowed' });
  });

  it('learns why its socket was refused', async () => {
    const answer = await ask('GET', '/api/v1/logs/stream/ws', 'websocket');
    expect(answer).toMatch(/^HTTP\/1\.1 401 Unauthorized\r\n/);
    expect(answer).toMatch(/\r\nwww-authenticate: Bearer/i);
    expect(bodyOf(answer)).toMatchObject({
      status: 401,
      code: 'unauthorized',
      detail: expect.stringContaining('Send a key') as string,
    });
  });

  it('is refused when nobody can tell which host it means', async () => {
    const answer = await ask('GET', '/api/v1/logs/stream/ws', 'websocket', ['Host: [::1']);
    expect(answer).toMatch(/^HTTP\/1\.1 421 /);
    expect(bodyOf(answer)).toMatchObject({ status: 421, code: 'invalid_host' });
  });

  it('gets what is there, where there is no socket', async () => {
    const answer = await ask('GET', '/readyz', 'websocket');
    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(bodyOf(answer)).toMatchObject({ status: 'ok', parts: { writer: 'ok' } });
  });
});
