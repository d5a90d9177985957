import { CLOSE_CODES, HEARTBEAT_MS } from '@tailrace/protocol';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { seqs } from '../../testing/entries.ts';
import { connectEvents, type EventClient } from '../../testing/eventClient.ts';
import { eventually } from '../../testing/eventually.ts';
import { expectProblem } from '../../testing/expectations.ts';
import { connectStream, type StreamClient } from '../../testing/streamClient.ts';
import { startTestServer, type TestServer } from '../../testing/testServer.ts';
import { RECHECK_MS } from '../stream/OpenStreams.ts';
import type { StreamStatus } from './streamStatus.ts';

const STREAM = '/api/v1/logs/stream';
const HOUR = 3_600_000;

let server: TestServer;

afterEach(async () => {
  vi.useRealTimers();
  await server.close();
});

function socket(query = '', key = server.keys.read): Promise<StreamClient> {
  const headers = { Authorization: `Bearer ${key}` };
  return connectStream(`${server.url}${STREAM}/ws${query}`, { protocol: '', headers });
}

function events(query = '', headers?: Record<string, string>): Promise<EventClient> {
  return connectEvents(
    `${server.url}${STREAM}/sse${query}`,
    headers ?? { Authorization: `Bearer ${server.keys.read}` },
  );
}

async function status(): Promise<StreamStatus> {
  return (await (await server.fetch(`${STREAM}/status`, { key: server.keys.read })).json()) as StreamStatus;
}

describe('the status of the streams', () => {
  beforeEach(async () => {
    server = await startTestServer();
  });

  it('counts those that are open, by kind and by job', async () => {
    expect(await status()).toEqual({
      status: 'ok',
      connections: { global: { websocket: 0, sse: 0 }, jobs: {} },
    });
    const [first] = await Promise.all([
      socket(),
      socket('?job_run_id=j1'),
      socket('?job_run_id=j1'),
      events(),
      events('?job_run_id=j1'),
      events('?job_run_id=__proto__'),
    ]);
    await eventually(async () =>
      expect(JSON.stringify((await status()).connections)).toBe(
        JSON.stringify({
          global: { websocket: 1, sse: 1 },
          jobs: Object.fromEntries([
            ['j1', { websocket: 2, sse: 1 }],
            ['__proto__', { websocket: 0, sse: 1 }],
          ]),
        }),
      ),
    );
    first.socket.terminate();
    await eventually(async () => expect((await status()).connections.global.websocket).toBe(0));
  });

  it('tells a key that may not read everything of its own streams only', async () => {
    const created = await server.fetch('/api/v1/keys', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"role":"read","name":"desk","filter":"source:a"}',
    });
    const { token } = (await created.json()) as { token: string };
    await socket('?job_run_id=secret');
    await socket('?job_run_id=mine', token);
    await eventually(async () => expect(Object.keys((await status()).connections.jobs)).toHaveLength(2));
    const answer = await server.fetch(`${STREAM}/status`, { key: token });
    expect(((await answer.json()) as StreamStatus).connections).toEqual({
      global: { websocket: 0, sse: 0 },
      jobs: { mine: { websocket: 1, sse: 0 } },
    });
  });

  it('is for who may read', async () => {
    await expectProblem(await server.fetch(`${STREAM}/status`, { key: '' }), 'unauthorized', /Send a key/);
    const answer = await server.fetch(`${STREAM}/status`, { key: server.keys.ingest });
    await expectProblem(answer, 'forbidden', /role read/);
  });
});

describe('too many streams', () => {
  it('of one key are refused, however they are opened, until one ends', async () => {
    server = await startTestServer({ LOG_STREAMS_PER_KEY: '2' });
    const [first] = await Promise.all([socket(), events()]);
    await eventually(async () => expect((await status()).connections.global.sse).toBe(1));
    const third = await socket();
    expect(await third.closed).toEqual({
      code: CLOSE_CODES.tooMany,
      reason: 'a key has at most 2 streams open',
    });
    const refused = await server.fetch(`${STREAM}/sse`, { key: server.keys.read });
    expect(refused.headers.get('Retry-After')).toBe('30');
    await expectProblem(refused, 'too_many_requests', /a key has at most 2 streams open/);
    const other = await socket('', server.keys.admin);
    first.socket.terminate();
    await eventually(async () => expect((await status()).connections.global.websocket).toBe(1));
    await events();
    expect(other.socket.readyState).toBe(other.socket.OPEN);
  });

  it('of one address are refused, whatever their keys', async () => {
    server = await startTestServer({ LOG_STREAMS_PER_ADDRESS: '1' });
    await events();
    const second = await socket('', server.keys.admin);
    expect(await second.closed).toEqual({
      code: CLOSE_CODES.tooMany,
      reason: 'an address has at most 1 streams open',
    });
  });
});

describe('a stream whose holder may not read any more', () => {
  beforeEach(async () => {
    // Only what beats: sockets keep their time.
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    server = await startTestServer();
  });

  it('is closed when it signs out; the others stay', async () => {
    const signedIn = await server.fetch(server.signInUrl!, { key: '' });
    const cookie = signedIn.headers.get('Set-Cookie')!.split(';')[0]!;
    const headers = { Cookie: cookie, Origin: server.url };
    const byCookie = await events('', headers);
    const ticketOf = async () => {
      const answer = await server.fetch('/api/v1/stream/tickets', { method: 'POST', headers, key: '' });
      return ((await answer.json()) as { ticket: string }).ticket;
    };
    const byTicket = await connectStream(`${server.url}${STREAM}/ws?ticket=${await ticketOf()}`, {
      protocol: '',
      headers: { Origin: server.url },
    });
    const unused = await ticketOf();
    const stays = await socket();
    vi.advanceTimersByTime(RECHECK_MS);
    expect(byCookie.of('close')).toEqual([]);
    expect((await server.fetch('/sign-out', { method: 'POST', headers, key: '' })).status).toBe(204);
    const reason = { code: CLOSE_CODES.unauthenticated, reason: 'the key is not good any more' };
    expect(await byTicket.closed).toEqual(reason);
    await byCookie.ended;
    expect(byCookie.of('close')).toEqual([reason]);
    expect(stays.socket.readyState).toBe(stays.socket.OPEN);
    const late = await server.fetch(`${STREAM}/sse?ticket=${unused}`, {
      key: '',
      headers: { Origin: server.url },
    });
    await expectProblem(late, 'unauthorized', /unknown, used or expired/);
  });

  it('is closed when its key has expired and keys are looked at again', async () => {
    const created = await server.fetch('/api/v1/keys', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({
        role: 'read',
        name: 'guest',
        expires_at: new Date(Date.now() + HOUR).toISOString(),
      }),
    });
    const { token } = (await created.json()) as { token: string };
    const guest = await socket('', token);
    const stays = await socket();
    const later = Date.now() + HOUR;
    const clock = vi.spyOn(Date, 'now').mockImplementation(() => later);
    onTestFinished(() => clock.mockRestore());
    expect(guest.socket.readyState).toBe(guest.socket.OPEN);
    vi.advanceTimersByTime(RECHECK_MS);
    expect(await guest.closed).toEqual({
      code: CLOSE_CODES.unauthenticated,
      reason: 'the key is not good any more',
    });
    expect(stays.socket.readyState).toBe(stays.socket.OPEN);
  });

  it('and the heartbeats of events are comments', async () => {
    const client = await events('?last=0');
    await eventually(() => expect(client.lastEventId).not.toBe(''));
    expect(client.comments).toEqual([]);
    for (const _ of seqs(2)) vi.advanceTimersByTime(HEARTBEAT_MS);
    await eventually(() => expect(client.comments).toHaveLength(2));
    expect(client.events).toEqual([]);
  });
});
