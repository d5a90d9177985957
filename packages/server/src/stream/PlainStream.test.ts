import { type LogEntry } from '@tailrace/protocol';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { logLine, seqs } from '../../testing/entries.ts';
import { connectStream } from '../../testing/streamClient.ts';
import { segmentBody, startTestServer, type TestServer } from '../../testing/testServer.ts';

const BUFFER_SIZE = 4;

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ LOG_BUFFER_SIZE: String(BUFFER_SIZE) });
  await server.ingest(
    segmentBody(
      [
        ...seqs(5).map((seq) => logLine(seq)),
        logLine(6, {
          source: 'worker',
          level: 'warning',
          stream: 'stderr',
          context: { job_run_id: 'j1', task_run_id: 't1', task_name: 'load' },
          metadata: { retries: 2, level: 'not this' },
        }),
        logLine(7, {
          category: 'audit',
          action: 'user_login',
          logger: 'audit.auth',
          code: { module: 'auth', function: 'login', line: 3 },
          metadata: { user: 'u1', container_id: 'c1' },
        }),
      ],
      { resource: { app: 'shop' } },
    ),
  );
});
afterAll(() => server.close());

/** The first messages that a plain client gets. */
async function messages(path: string, count: number): Promise<unknown[]> {
  const client = await connectStream(server.url + path, {
    protocol: '',
    headers: { Authorization: `Bearer ${server.keys.read}` },
  });
  await vi.waitFor(() => expect(client.messages.length).toBeGreaterThanOrEqual(count));
  client.socket.close();
  return client.messages;
}

describe('a plain stream', () => {
  it('begins with the last entries, and goes on with what arrives', async () => {
    const client = await connectStream(`${server.url}/api/v1/logs/stream/ws?source=checkout`, {
      protocol: '',
      headers: { Authorization: `Bearer ${server.keys.read}` },
    });
    const received = client.messages as unknown as LogEntry[];
    await vi.waitFor(() => expect(received.map(({ seq }) => seq)).toEqual([3, 4, 5, 7]));
    await server.ingest(segmentBody([logLine(1, { message: 'Live' }), logLine(2, { source: 'other' })]));
    await vi.waitFor(() => expect(received.at(-1)?.message).toBe('Live'));
    expect(received).toHaveLength(5);
    client.socket.close();
  });

  it('speaks of entries as they are', async () => {
    const [entry] = await messages('/api/v1/logs/stream/ws?q=action:user_login', 1);
    expect(entry).toMatchObject({ seq: 7, category: 'audit', resource: { app: 'shop' } });
  });

  it.each(['/?job_run_id=j1', '/api/v1/logs/stream/ws?job_run_id=j1&format=service'])(
    'speaks as a service at %s',
    async (path) => {
      expect(await messages(path, 1)).toEqual([
        {
          timestamp: '2026-11-20T10:30:00.000Z',
          source: 'worker',
          stream: 'stderr',
          content: 'Entry 6',
          level: 'warning',
          service_name: 'shop',
          metadata: { retries: 2, level: 'not this' },
          context: { job_run_id: 'j1', task_run_id: 't1', task_name: 'load' },
        },
      ]);
    },
  );

  it('speaks of a job when it is asked for one', async () => {
    expect(await messages('/api/v1/logs/stream/ws?job_run_id=j1', 1)).toEqual([
      {
        job_run_id: 'j1',
        task_run_id: 't1',
        timestamp: '2026-11-20T10:30:00.000Z',
        level: 'warn',
        stream: 'stderr',
        message: 'Entry 6',
        task_name: 'load',
      },
    ]);
  });

  it('tells a monitor what is audit and what is system', async () => {
    const [system, audit] = await messages('/ws/monitor?q=stream:stderr OR category:audit', 2);
    expect(system).toEqual({
      type: 'system_log',
      data: {
        timestamp: '2026-11-20T10:30:00.000Z',
        level: 'warning',
        logger: 'worker',
        message: 'Entry 6',
        retries: 2,
      },
    });
    expect(audit).toEqual({
      type: 'audit_log',
      data: {
        timestamp: '2026-11-20T10:30:00.000Z',
        level: 'info',
        logger: 'audit.auth',
        message: 'Entry 7',
        module: 'auth',
        function: 'login',
        line: 3,
        action: 'user_login',
        metadata: { user: 'u1', container_id: 'c1' },
        event_type: 'user_login',
      },
    });
  });

  it('gives a model what it needs to read an entry', async () => {
    expect(await messages('/api/v1/logs/stream/ws?format=model&q=action:user_login', 1)).toEqual([
      {
        time: '2026-11-20T10:30:00.000Z',
        source: 'checkout',
        content: 'Entry 7',
        level: 'info',
        service: 'shop',
        context: { container_id: 'c1' },
      },
    ]);
  });

  it('tells that there is an entry', async () => {
    expect(await messages('/api/v1/logs/stream/ws?format=event&q=action:user_login', 1)).toEqual([
      {
        type: 'log_entry_created',
        id: expect.stringMatching(/^\w{16}-7$/) as string,
        timestamp: '2026-11-20T10:30:00.000Z',
        level: 'info',
        source: 'checkout',
        message: 'Entry 7',
      },
    ]);
  });

  it('has a channel for services even where the entry has none', async () => {
    const [message] = await messages('/?q=action:user_login', 1);
    expect(message).toMatchObject({ stream: 'stdout', service_name: 'shop', context: {} });
  });

  it('goes on after a cursor, or begins with as many as it is asked to', async () => {
    const path = '/api/v1/logs/stream/ws?q=stream:stderr OR category:audit';
    const [first] = await messages(`${path}&last=2`, 2);
    expect(first).toMatchObject({ seq: 6 });
    const { cursor } = first as LogEntry;
    expect(await messages(`${path}&after=${cursor}`, 1)).toMatchObject([{ seq: 7 }]);
  });
});
