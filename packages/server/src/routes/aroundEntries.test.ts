import { createSessionId, type LogEntry } from '@tailrace/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logLine, newSegment, seqs } from '../../testing/entries.ts';
import { openTestApp, type TestApp } from '../../testing/testApp.ts';
import type { TraceSummary } from '../query/traceSummary.ts';

interface Turns {
  readonly next: string | null;
  readonly previous: string | null;
}

const MINUTE = Date.parse('2026-11-20T10:30:00.000Z');
const shop = createSessionId();
const worker = createSessionId();

let server: TestApp;

beforeAll(async () => {
  server = await openTestApp();
  const at = (ms: number) => new Date(MINUTE + ms).toISOString();
  const shopLines = seqs(30).map((seq) =>
    logLine(seq, { timestamp: at(seq * 1000), level: seq % 5 === 0 ? 'error' : 'info', source: 'shop' }),
  );
  const workerLines = seqs(30).map((seq) =>
    logLine(seq, { timestamp: at(seq * 1000 + 500), source: seq % 2 ? 'worker' : 'shop' }),
  );
  await server.store.append([
    newSegment(shopLines, { session: shop }),
    newSegment(workerLines, { session: worker }),
  ]);
});
afterAll(() => server.close());

async function get<T>(path: string): Promise<T> {
  const answer = await server.app.request(path);
  expect(answer.status).toBe(200);
  return (await answer.json()) as T;
}

describe('GET /api/v1/logs/{id}/context', () => {
  const ask = (query: string, id = `${shop}-15`) =>
    get<{ before: LogEntry[]; entry: LogEntry; after: LogEntry[]; pagination: Turns }>(
      `/api/v1/logs/${id}/context?${query}`,
    );
  const names = (entries: readonly LogEntry[]) =>
    entries.map(({ session, seq }) => `${session === shop ? 's' : 'w'}${seq}`);

  it('gives the lines around an entry, of the same logger, oldest first', async () => {
    const { before, entry, after } = await ask('before=2&after=3');
    expect(names(before)).toEqual(['s13', 's14']);
    expect(names([entry])).toEqual(['s15']);
    expect(names(after)).toEqual(['s16', 's17', 's18']);
  });

  it('gives ten on each side unless told otherwise', async () => {
    const { before, after } = await ask('');
    expect([before.length, after.length]).toEqual([10, 10]);
  });

  it.each([
    ['within=all&before=2&after=2', ['s14', 'w14'], ['w15', 's16']],
    ['within=source&before=2&after=2', ['s14', 'w14'], ['s16', 'w16']],
    ['before=2&after=2&level=error', ['s5', 's10'], ['s20', 's25']],
    ['before=0&after=1', [], ['s16']],
    ['before=1&after=0', ['s14'], []],
  ])('takes %s', async (query, before, after) => {
    const answer = await ask(query);
    expect(names(answer.before)).toEqual(before);
    expect(names(answer.after)).toEqual(after);
  });

  it('stops at the ends', async () => {
    const first = await ask('before=5&after=5', `${shop}-1`);
    expect([first.before, first.pagination.previous]).toEqual([[], null]);
    const last = await ask('before=5&after=5', `${shop}-30`);
    expect([last.after, last.pagination.next]).toEqual([[], null]);
  });

  it.each(['before=2&after=2', 'before=0&after=0'])('leads on by its cursors, %s', async (query) => {
    const { pagination, before, after } = await ask(query);
    const list = (cursor: string | null) =>
      get<{ logs: LogEntry[] }>(`/api/v1/logs?order=asc&session=${shop}&limit=3&cursor=${cursor}`);
    const reach = before.length;
    expect(names((await list(pagination.next)).logs)).toEqual(
      [16, 17, 18].map((seq) => `s${seq + after.length}`),
    );
    expect(names((await list(pagination.previous)).logs)).toEqual(
      [12, 13, 14].map((seq) => `s${seq - reach}`),
    );
  });

  it('cuts messages, also the entry’s own', async () => {
    const { entry, before } = await ask('before=1&after=0&max_message=5');
    expect([entry.message, before[0]!.message]).toEqual(['… [8 ', '… [8 ']);
  });
});

describe('GET /api/v1/traces/{correlation_id}', () => {
  interface Trace {
    readonly correlation_id: string;
    readonly summary?: TraceSummary;
    readonly logs: LogEntry[];
    readonly pagination: Turns & { readonly limit: number };
  }

  beforeAll(async () => {
    const at = (ms: number) => new Date(MINUTE + ms).toISOString();
    const of = (correlation_id: string) => ({ context: { correlation_id } });
    const trace_id = 'ab'.repeat(16);
    await server.store.append([
      newSegment([
        logLine(1, { timestamp: at(0), source: 'browser', ...of('c/1') }),
        logLine(2, { timestamp: at(900), source: 'browser', ...of('c/1') }),
        logLine(3, { timestamp: at(950), source: 'browser', ...of('c-2') }),
      ]),
      newSegment([
        logLine(1, {
          timestamp: at(700),
          source: 'api',
          level: 'error',
          ...of('c/1'),
          trace: { trace_id, execution_time_ms: 450.5 },
        }),
        logLine(2, { timestamp: at(300), source: 'database', ...of('c/1') }),
        logLine(3, { timestamp: at(5000), source: 'mail', trace: { trace_id } }),
      ]),
    ]);
  });

  it('gives its entries in order, over all sources, and how long it took in each', async () => {
    const { logs, summary, ...rest } = await get<Trace>('/api/v1/traces/c%2F1');
    expect(logs.map(({ source }) => source)).toEqual(['browser', 'database', 'api', 'browser']);
    expect(rest).toEqual({
      correlation_id: 'c/1',
      pagination: { limit: 100, next: null, previous: null },
    });
    expect(summary).toEqual({
      count: 4,
      errors: 1,
      started_at: '2026-11-20T10:30:00.000Z',
      ended_at: '2026-11-20T10:30:00.900Z',
      duration_ms: 900,
      sources: [
        {
          source: 'browser',
          count: 2,
          errors: 0,
          started_at: '2026-11-20T10:30:00.000Z',
          ended_at: '2026-11-20T10:30:00.900Z',
          duration_ms: 900,
        },
        {
          source: 'api',
          count: 1,
          errors: 1,
          started_at: '2026-11-20T10:30:00.249Z',
          ended_at: '2026-11-20T10:30:00.700Z',
          duration_ms: 450.5,
        },
        {
          source: 'database',
          count: 1,
          errors: 0,
          started_at: '2026-11-20T10:30:00.300Z',
          ended_at: '2026-11-20T10:30:00.300Z',
          duration_ms: 0,
        },
      ],
    });
  });

  it('sums the whole trace up on its first page, and pages on without', async () => {
    const first = await get<Trace>('/api/v1/traces/c%2F1?limit=3');
    expect(first.summary).toMatchObject({ count: 4, duration_ms: 900 });
    expect(first.logs).toHaveLength(3);
    const second = await get<Trace>(`/api/v1/traces/c%2F1?limit=3&cursor=${first.pagination.next}`);
    expect(second.logs.map(({ timestamp }) => timestamp)).toEqual(['2026-11-20T10:30:00.900Z']);
    expect(second.summary).toBeUndefined();
    expect(second.pagination.next).toBeNull();
  });

  it('finds a trace by its W3C id as well', async () => {
    const { logs } = await get<Trace>(`/api/v1/traces/${'ab'.repeat(16)}`);
    expect(logs.map(({ source }) => source)).toEqual(['api', 'mail']);
  });
});
