import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSessionId, type LogEntry } from '@tailrace/protocol';
import { describe, expect, it, onTestFinished } from 'vitest';
import { logLine } from '../../testing/entries.ts';
import { connectStream } from '../../testing/streamClient.ts';
import { temporaryFolder } from '../../testing/temporaryFolder.ts';
import { segmentBody, startTestServer, type TestServer } from '../../testing/testServer.ts';
import { ConfigError, readConfig } from '../config.ts';

/** In parts, so that it is no secret to whoever looks for some. */
const PASSWORD = ['hunter', '2hunter2'].join('');
const EMAIL = ['jane', 'customer.example'].join('@');

async function serverWith(environment: Record<string, string>): Promise<TestServer> {
  const server = await startTestServer(environment);
  onTestFinished(() => server.close());
  return server;
}

async function stored(server: TestServer): Promise<string> {
  const session = createSessionId();
  const entry = logLine(1, {
    message: `Signed in with password=${PASSWORD}`,
    metadata: { password: PASSWORD, customer: EMAIL, ticket: 'TKT-123456' },
  });
  await server.ingest(segmentBody([entry], { session, resource: { app: 'shop', api_key: PASSWORD } }));
  const answer = await server.fetch(`/api/v1/logs/${session}-1`);
  expect(((await answer.clone().json()) as LogEntry).seq).toBe(1);
  return answer.text();
}

describe('what a client left in the clear', () => {
  it('is redacted before it is stored and streamed, and cannot be searched for', async () => {
    const server = await serverWith({});
    const stream = await connectStream(`${server.url}/api/v1/logs/stream/ws`, {
      protocol: '',
      headers: { Authorization: `Bearer ${server.keys.read}` },
    });
    const text = await stored(server);
    expect(text).not.toContain(PASSWORD);
    expect(text).not.toContain(EMAIL);
    expect(text).toContain('"app":"shop"');
    await expect.poll(() => stream.messages.length).toBe(1);
    expect(JSON.stringify(stream.messages)).not.toContain(PASSWORD);
    const found = await server.fetch(`/api/v1/logs?search=${PASSWORD}`);
    expect(((await found.json()) as { logs: unknown[] }).logs).toEqual([]);
    stream.socket.close();
  });

  it('stays what it was where nothing is secret, byte for byte', async () => {
    const server = await serverWith({});
    const session = createSessionId();
    const line =
      '{"seq":1, "timestamp":"2026-11-20T10:30:00.000Z","level":"info","source":"a","message":"plain  é"}';
    const header = JSON.stringify({
      v: 1,
      session,
      from: 1,
      to: 1,
      sent_at: new Date().toISOString(),
      emitted: 1,
    });
    await server.ingest(`${header}\n${line}\n`);
    expect(await (await server.fetch(`/api/v1/logs/${session}-1`)).text()).toContain(line.slice(1));
  });

  it('stays when that is asked for', async () => {
    const text = await stored(await serverWith({ LOG_REDACTION: 'off' }));
    expect(text).toContain(PASSWORD);
    expect(text).toContain(EMAIL);
  });

  it('is redacted by the rules of a file', async () => {
    const rules = join(temporaryFolder(), 'rules.json');
    const patterns = [{ name: 'ticket', pattern: String.raw`\bTKT-\d{6}\b` }];
    writeFileSync(rules, JSON.stringify({ patterns, allow: { values: [EMAIL] } }));
    const text = await stored(await serverWith({ LOG_REDACTION: rules }));
    expect(text).not.toContain(PASSWORD);
    expect(text).toContain(EMAIL);
    expect(text).toContain('[redacted:ticket]');
  });

  it.each([
    ['/no/such/file', /no file of JSON/],
    ['{"patterns":[{"name":"x","pattern":"("}]}', /patterns\.0\.pattern: must be a regular expression/],
    ['{"colour":"red"}', /colour/],
  ])('is not redacted by %s', (rules, message) => {
    let path = rules;
    if (rules.startsWith('{')) writeFileSync((path = join(temporaryFolder(), 'rules.json')), rules);
    expect(() => readConfig({ LOG_REDACTION: path })).toThrow(ConfigError);
    expect(() => readConfig({ LOG_REDACTION: path })).toThrow(message);
  });
});
