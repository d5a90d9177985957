import { createSessionId, type LogEntry } from '@tailrace/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logLine, seqs } from '../../testing/entries.ts';
import { segmentBody, startTestServer, type TestServer } from '../../testing/testServer.ts';

interface Page {
  readonly logs: LogEntry[];
  readonly pagination: {
    readonly limit: number;
    readonly next: string | null;
    readonly previous: string | null;
  };
  readonly filters_applied: Record<string, string>;
}

const session = createSessionId();

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  const time = (seq: number) => `2026-11-20T10:${String(seq).padStart(2, '0')}:00.000Z`;
  const entries = [
    logLine(1, {
      timestamp: time(1),
      level: 'debug',
      source: 'api',
      context: { user_id: '42', request_id: 'r1' },
    }),
    logLine(2, { timestamp: time(2), level: 'warning', source: 'api', logger: 'shop.cart.totals' }),
    logLine(3, {
      timestamp: time(3),
      level: 'error',
      source: 'worker',
      stream: 'stderr',
      context: { job_run_id: 'j1' },
    }),
    logLine(4, {
      timestamp: time(4),
      level: 'critical',
      source: 'worker',
      category: 'audit',
      message: 'Card timed out',
    }),
    logLine(5, {
      timestamp: time(5),
      context: { camera_id: 'c1', 'odd.key': 1 },
      metadata: { user_id: '42' },
    }),
  ];
  await server.ingest(
    segmentBody(entries, { session, resource: { app: 'shop' }, emitted: 8, dropped: [[6, 6, 'expired']] }),
  );
});
afterAll(() => server.close());

async function ask(query: string): Promise<Page> {
  const answer = await server.fetch(`/api/v1/logs?${query}`, { key: server.keys.read });
  expect(answer.status).toBe(200);
  return (await answer.json()) as Page;
}

describe('GET /api/v1/logs', () => {
  it.each([
    ['', [5, 4, 3, 2, 1]],
    ['order=asc', [1, 2, 3, 4, 5]],
    ['q=level:>=error -audit', [4, 3]],
    ['level=error', [3]],
    ['level=error&level=fatal', [4, 3]],
    ['min_level=warn', [4, 3, 2]],
    ['source=api', [2, 1]],
    ['source=api&level=warning', [2]],
    ['logger=shop.cart', [2]],
    ['stream=stderr', [3]],
    ['category=audit', [4]],
    ['category=system', [5, 3, 2, 1]],
    ['search=TIMED ou', [4]],
    ['start=2026-11-20T10:02:00Z&end=2026-11-20T10:04:00Z', [3, 2]],
    ['user_id=42', [1]],
    ['context.camera_id=c1', [5]],
    ['context.odd.key=1', [5]],
    ['job_run_id=j1', [3]],
    [`session=${session}&level=debug`, [1]],
    ['q=app:shop user_id:42', [5, 1]],
    ['q=', [5, 4, 3, 2, 1]],
  ])('?%s finds %j', async (query, expected) => {
    expect((await ask(query)).logs.map(({ seq }) => seq)).toEqual(expected);
  });

  it('says what it understood', async () => {
    const { filters_applied, pagination } = await ask('level=error&level=fatal&source=&limit=7');
    expect(filters_applied).toEqual({ level: 'error,fatal' });
    expect(pagination).toEqual({ limit: 7, next: null, previous: null });
  });

  it.each([
    ['desc', [5, 4, 3, 2, 1]],
    ['asc', [1, 2, 3, 4, 5]],
  ])('turns pages forth and back, %s', async (order, all) => {
    const first = await ask(`order=${order}&limit=2`);
    const second = await ask(`order=${order}&limit=2&cursor=${first.pagination.next}`);
    const third = await ask(`order=${order}&limit=2&cursor=${second.pagination.next}`);
    expect([first, second, third].flatMap(({ logs }) => logs.map(({ seq }) => seq))).toEqual(all);
    expect(first.pagination.previous).toBeNull();
    expect(third.pagination.next).toBeNull();
    const back = await ask(`order=${order}&limit=2&cursor=${third.pagination.previous}`);
    expect(back.logs).toEqual(second.logs);
    const start = await ask(`order=${order}&limit=2&cursor=${back.pagination.previous}`);
    expect(start.logs).toEqual(first.logs);
    expect(start.pagination.previous).toBeNull();
    expect(await ask(`order=${order}&limit=2&cursor=${start.pagination.next}`)).toEqual(second);
  });

  it('gives one entry by its id', async () => {
    const { logs } = await ask('level=error');
    const answer = await server.fetch(`/api/v1/logs/${session}-3`, { key: server.keys.read });
    expect(await answer.json()).toEqual(logs[0]);
  });
});

describe('GET /api/v1/sessions/{session}', () => {
  it('accounts for each entry', async () => {
    const answer = await server.fetch(`/api/v1/sessions/${session}`, { key: server.keys.read });
    expect(await answer.json()).toEqual({
      emitted: 8,
      stored: 5,
      dropped: { expired: 1 },
      queued: 2,
      missing: [],
    });
  });

  it('lists what is missing between what has arrived', async () => {
    const other = createSessionId();
    await server.ingest(
      segmentBody(
        seqs(2).map((seq) => logLine(seq)),
        { session: other },
      ),
    );
    await server.ingest(
      segmentBody([logLine(7)], {
        session: other,
        dropped: [
          [4, 4, 'sampled'],
          [7, 7, 'sampled'],
        ],
      }),
    );
    const answer = await server.fetch(`/api/v1/sessions/${other}`);
    expect(await answer.json()).toEqual({
      emitted: 7,
      stored: 3,
      dropped: { sampled: 1 },
      queued: 0,
      missing: [
        [3, 3],
        [5, 6],
      ],
    });
  });
});
