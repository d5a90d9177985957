import type { LogEntry } from '@tailrace/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backdate } from '../../testing/backdate.ts';
import { logLine, seqs } from '../../testing/entries.ts';
import { connectStream } from '../../testing/streamClient.ts';
import { temporaryFolder } from '../../testing/temporaryFolder.ts';
import { segmentBody, startTestServer, type TestServer } from '../../testing/testServer.ts';
import { DAY_MS } from '../retention/RetentionPeriods.ts';
import { dayOf } from '../store/sqlite/folder.ts';

const CLEANUP = '/api/v1/logs/cleanup';
const DELETE = { method: 'DELETE' };

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ LOG_INGEST_RATE: '0' });
});
afterAll(() => server.close());

async function log(count: number, message = 'Entry'): Promise<void> {
  const body = segmentBody(seqs(count).map((seq) => logLine(seq, { message })));
  expect((await server.ingest(body)).status).toBe(200);
}

async function clean(query: string, path = CLEANUP): Promise<unknown> {
  const answer = await server.fetch(`${path}?${query}`, DELETE);
  expect(answer.status).toBe(200);
  return answer.json();
}

async function messages(): Promise<string[]> {
  const answer = await server.fetch('/api/v1/logs?limit=1000&category=system');
  return ((await answer.json()) as { logs: LogEntry[] }).logs.map(({ message }) => message);
}

describe('cleaning up', () => {
  it('removes all, and tells how many', async () => {
    await log(300);
    expect(await clean('days_to_keep=0')).toEqual({ deleted_count: 300, days_kept: 0 });
    expect(await messages()).toEqual([]);
    expect(await clean('days_to_keep=0')).toEqual({ deleted_count: 0, days_kept: 0 });
  });

  it('leaves the audit trail alone, and is in it', async () => {
    await clean('days_to_keep=0');
    const answer = await server.fetch('/api/v1/logs?category=audit&limit=1000');
    const { logs } = (await answer.json()) as { logs: LogEntry[] };
    expect(logs.map(({ action, metadata }) => [action, metadata])).toEqual(
      expect.arrayContaining([
        ['logs_delete', expect.objectContaining({ days_to_keep: 0, deleted_count: 300 })],
        ['logs_delete', expect.objectContaining({ days_to_keep: 0, deleted_count: 0 })],
      ]),
    );
    expect(await (await server.fetch('/api/v1/audit/verification')).json()).toMatchObject({ intact: true });
  });

  it('keeps what arrived within the days', async () => {
    await log(3);
    expect(await clean('days_to_keep=1')).toEqual({ deleted_count: 0, days_kept: 1 });
    expect(await messages()).toHaveLength(3);
  });

  it('is in the envelope for clients of the older API', async () => {
    await clean('days_to_keep=0');
    await log(2);
    expect(await clean('days_to_keep=0', '/api/logs/cleanup')).toEqual({
      success: true,
      message: 'OK',
      data: { deleted_count: 2, days_kept: 0 },
    });
  });

  it('takes entries and sends them on meanwhile, and loses none of them', async () => {
    await log(400, 'Before');
    const stream = await connectStream(`${server.url}/api/v1/logs/stream/ws`, {
      headers: { Authorization: `Bearer ${server.keys.read}` },
    });
    stream.send({ type: 'subscribe', id: 's', filter: 'After', after: 'now' });
    await stream.next('live');
    const cleaned = clean('days_to_keep=0') as Promise<{ deleted_count: number }>;
    for (const seq of seqs(20)) await log(1, `After ${seq}`);
    const { deleted_count } = await cleaned;
    expect(deleted_count).toBeGreaterThanOrEqual(400);
    await expect
      .poll(() => stream.messages.flatMap((one) => (one.type === 'logs' ? one.entries : [])))
      .toHaveLength(20);
    stream.socket.close();
    const left = await messages();
    expect(left).toHaveLength(420 - deleted_count);
    expect(left.filter((message) => message === 'Before')).toEqual([]);
  });

  it.each([
    ['', 'days_to_keep must be a whole number from 0 to 36500'],
    ['days_to_keep=-1', 'days_to_keep must be a whole number from 0 to 36500'],
    ['days_to_keep=1.5', 'days_to_keep must be a whole number from 0 to 36500'],
    ['days_to_keep=40000', 'days_to_keep must be a whole number from 0 to 36500'],
    ['days_to_keep=1&level=debug', 'There is no parameter level'],
  ])('refuses %o', async (query, detail) => {
    const answer = await server.fetch(`${CLEANUP}?${query}`, DELETE);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: 'invalid_parameter', detail });
  });

  it.each(['read', 'ingest'] as const)('is not for a key that may %s', async (role) => {
    await log(1);
    const answer = await server.fetch(`${CLEANUP}?days_to_keep=0`, { ...DELETE, key: server.keys[role] });
    expect(answer.status).toBe(403);
    expect(await messages()).not.toEqual([]);
  });
});

describe('a server that starts', () => {
  it('removes what was kept for long enough, and accounts for it', async () => {
    const folder = temporaryFolder();
    const first = await startTestServer({}, folder);
    const body = segmentBody(
      seqs(6).map((seq) => logLine(seq, { level: seq % 2 ? 'debug' : 'error', message: `Entry ${seq}` })),
    );
    const { session } = JSON.parse(body.slice(0, body.indexOf('\n'))) as { session: string };
    await first.ingest(body);
    await first.close();
    backdate(folder, dayOf(Date.now() - 20 * DAY_MS), Date.now() - 20 * DAY_MS);
    const second = await startTestServer({}, folder);
    await expect
      .poll(async () => (await second.fetch(`/api/v1/sessions/${session}`)).json(), { timeout: 10_000 })
      .toEqual({ emitted: 6, stored: 3, dropped: { retention: 3 }, queued: 0, missing: [] });
    const { logs } = (await (await second.fetch('/api/v1/logs')).json()) as { logs: LogEntry[] };
    expect(new Set(logs.map(({ seq }) => seq))).toEqual(new Set([2, 4, 6]));
    expect(second.errors).toEqual([]);
    await second.close();
  });
});
