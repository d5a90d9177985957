import type { LogLevel } from '@tailrace/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { logLine, newSegment, seqs } from '../../testing/entries.ts';
import { expectProblem } from '../../testing/expectations.ts';
import { openTestApp, type TestApp } from '../../testing/testApp.ts';
import { MAX_HISTOGRAM_BUCKETS } from '../store/LogCounts.ts';
import type { LogStore } from '../store/LogStore.ts';
import { createMemoryStore } from '../store/memory.ts';

const NOW = Date.parse('2026-11-20T12:30:15.500Z');

const ENTRIES: [ago: string, level: LogLevel, source: string, conversation: string][] = [
  ['2026-11-18T09:00:00.000Z', 'info', 'api', 'c1'],
  ['2026-11-20T11:30:15.499Z', 'error', 'api', 'c1'],
  ['2026-11-20T11:30:15.500Z', 'warning', 'worker', 'c1'],
  ['2026-11-20T12:29:59.000Z', 'critical', 'worker', 'c2'],
  ['2026-11-20T12:30:15.000Z', 'error', 'worker', 'c1'],
];

let store: LogStore = createMemoryStore();
let server: TestApp;

beforeAll(async () => {
  vi.useFakeTimers({ now: NOW, toFake: ['Date'] });
  // What there is to count is kept in memory, and anew for each test.
  server = await openTestApp(
    (own) => new Proxy(own, { get: (_own, name) => Reflect.get(store, name) as unknown }),
  );
});
afterAll(async () => {
  vi.useRealTimers();
  await server.close();
});

beforeEach(async () => {
  store = createMemoryStore();
  const lines = ENTRIES.map(([timestamp, level, source, conversation], i) =>
    logLine(i + 1, { timestamp, level, source, context: { conversation_id: conversation } }),
  );
  await store.append([newSegment(lines)]);
});
function request(path: string): Promise<Response> {
  return Promise.resolve(server.app.request(`/api/v1/logs${path}`));
}

async function ask(path: string): Promise<unknown> {
  const answer = await request(path);
  expect(answer.status).toBe(200);
  return answer.json();
}

describe('GET /api/v1/logs/stats', () => {
  it('counts by level, and says from when to when', async () => {
    expect(await ask('/stats')).toEqual({
      total: 5,
      levels: { debug: 0, info: 1, warning: 1, error: 2, critical: 1 },
      categories: { system: 5, audit: 0 },
      sources: 2,
      first: '2026-11-18T09:00:00.000Z',
      last: '2026-11-20T12:30:15.000Z',
      generated_at: '2026-11-20T12:30:15.500Z',
      partial: false,
      filters_applied: {},
    });
  });

  it.each([
    ['hours=1', { total: 3, hours: 1 }],
    ['hours=2', { total: 4, hours: 2 }],
    ['hours=8784', { total: 5 }],
    ['hours=', { total: 5 }],
    ['hours=1&level=error', { total: 1, filters_applied: { level: 'error' } }],
    [
      'conversation_id=c1&start=2026-11-20T00:00:00Z',
      { levels: { debug: 0, info: 0, warning: 1, error: 2, critical: 0 }, sources: 2 },
    ],
    ['q=source:worker', { total: 3, first: '2026-11-20T11:30:15.500Z' }],
  ])('?%s', async (query, expected) => {
    expect(await ask(`/stats?${query}`)).toMatchObject(expected);
  });

  it('has no times where nothing was found', async () => {
    const stats = await ask('/stats?source=nobody');
    expect(stats).toMatchObject({ total: 0 });
    expect(stats).not.toHaveProperty('first');
    expect(stats).not.toHaveProperty('last');
  });
});

describe('GET /api/v1/logs/sources', () => {
  it('says what each has said', async () => {
    expect(await ask('/sources')).toEqual({
      sources: [
        { source: 'worker', count: 3, errors: 2, warnings: 1, last: '2026-11-20T12:30:15.000Z' },
        { source: 'api', count: 2, errors: 1, warnings: 0, last: '2026-11-20T11:30:15.499Z' },
      ],
      more: 0,
      generated_at: '2026-11-20T12:30:15.500Z',
      partial: false,
      filters_applied: {},
    });
    expect(await ask('/sources?level=info')).toMatchObject({ sources: [{ source: 'api', count: 1 }] });
  });
});

describe('GET /api/v1/logs/histogram', () => {
  it.each([
    ['', 3_600_000, 3],
    ['interval=1h', 3_600_000, 3],
    ['interval=3600', 3_600_000, 3],
    ['interval=60m', 3_600_000, 3],
    ['interval=1s', 1000, 4],
    ['interval=15', 15_000, 4],
    ['interval=1d', 86_400_000, 2],
  ])('?%s has buckets of %i ms', async (query, interval, count) => {
    const histogram = (await ask(`/histogram?${query}`)) as { buckets: unknown[] };
    expect(histogram).toMatchObject({ interval_ms: interval, by: 'level', partial: false });
    expect(histogram.buckets).toHaveLength(count);
  });

  it('says in each bucket how many there are of each', async () => {
    const { buckets } = (await ask('/histogram')) as { buckets: unknown[] };
    expect(buckets[1]).toEqual({
      start: '2026-11-20T11:00:00.000Z',
      total: 2,
      counts: { error: 1, warning: 1 },
    });
  });

  it('tells sources apart', async () => {
    expect(await ask('/histogram?interval=1d&by=source&start=2026-11-20T00:00:00Z')).toEqual({
      interval_ms: 86_400_000,
      by: 'source',
      buckets: [{ start: '2026-11-20T00:00:00.000Z', total: 4, counts: { api: 1, worker: 3 } }],
      partial: false,
      filters_applied: { start: '2026-11-20T00:00:00Z' },
    });
  });

  it('refuses more buckets than it may have', async () => {
    const lines = seqs(MAX_HISTOGRAM_BUCKETS + 1).map((seq) =>
      logLine(seq, { source: 'many', timestamp: new Date(NOW + seq * 1000).toISOString() }),
    );
    await store.append([newSegment(lines)]);
    await expectProblem(
      await request('/histogram?interval=1s&source=many'),
      'invalid_parameter',
      /^More than 1000 intervals have entries: make interval longer/,
    );
    expect(await ask('/histogram?interval=2s&source=many')).toMatchObject({ partial: false });
  });
});

describe('GET /api/v1/logs/facets', () => {
  it('counts the values of a field', async () => {
    expect(await ask('/facets?field=conversation_id&source=worker')).toEqual({
      field: 'conversation_id',
      values: [
        { value: 'c1', count: 2 },
        { value: 'c2', count: 1 },
      ],
      more: 0,
      partial: false,
      filters_applied: { source: 'worker' },
    });
    expect(await ask('/facets?field=level&limit=1')).toMatchObject({
      values: [{ value: 'error', count: 2 }],
      more: 3,
    });
    expect(await ask('/facets?field=nothing')).toMatchObject({ values: [], more: 0 });
  });
});

describe('what is asked wrongly is told how to be asked', () => {
  const hours = /^hours must be a whole number from 1 to 8784$/;
  const interval = /^interval must be from 1s to 1d: /;
  const limit = /^limit must be a whole number from 1 to 1000$/;
  const by = /^by must be level or source$/;
  const field = /^field must be the name of a field, .* of at most 256 characters$/;

  it.each([
    ...['0', '-1', '8785', '1.5', '1e2', 'x', '%20', '1'.repeat(400)].map((value) => [
      `/stats?hours=${value}`,
      hours,
    ]),
    ...['0', '0s', '-5', '86401', '2d', '25h', '1441m', '500ms', '1w', '1.5h', 'x', 'Infinity'].map(
      (value) => [`/histogram?interval=${value}`, interval],
    ),
    ...['message', 'Level', '__proto__'].map((value) => [`/histogram?by=${value}`, by]),
    ...['', '?field=', `?field=${'x'.repeat(257)}`].map((query) => [`/facets${query}`, field]),
    ...['id', 'seq', 'cursor', 'timestamp', 'received_at'].map((value) => [
      `/facets?field=${value}`,
      new RegExp(`^field must not be ${value}, .*: ask for a histogram$`),
    ]),
    ...['0', '1001', '-1', 'all', '1.0'].map((value) => [`/facets?field=level&limit=${value}`, limit]),
    ...['/stats', '/sources', '/histogram', '/facets'].flatMap((path) => [
      [`${path}?level=loud`, /^level must be one of debug, info, warning, error, critical$/],
      [`${path}?start=yesterday`, /^start must be an ISO 8601 time/],
      [`${path}?colour=red`, /^There is no parameter colour$/],
      [`${path}?cursor=x`, /^There is no parameter cursor$/],
      [`${path}?constructor=x`, /^There is no parameter constructor$/],
    ]),
    ['/stats?interval=1h', /^There is no parameter interval$/],
    ['/sources?hours=1', /^There is no parameter hours$/],
  ] as [string, RegExp][])('%s', async (path, detail) => {
    await expectProblem(await request(path), 'invalid_parameter', detail);
  });

  it.each(['/stats', '/sources', '/histogram', '/facets?field=level'])(
    '%s with a bad filter',
    async (path) => {
      const query = `${path.includes('?') ? '&' : '?'}q=${encodeURIComponent('level:(')}`;
      await expectProblem(await request(path + query), 'invalid_filter', /column/i);
    },
  );
});

describe('what may be shown again', () => {
  it.each(['/stats', '/stats?hours=24', '/sources'])('%s, to the same key or cookie', async (path) => {
    const { headers } = await request(path);
    expect(headers.get('Cache-Control')).toBe('private, max-age=60');
    expect(headers.get('Vary')).toBe('Authorization, Cookie');
  });

  it.each([
    '/stats?level=error',
    '/stats?hours=x',
    '/sources?q=source:api',
    '/histogram',
    '/facets?field=level',
  ])('%s is not', async (path) => {
    expect((await request(path)).headers.get('Cache-Control')).toBe('no-store');
  });

  it('is not what is known in part only', async () => {
    const whole = store;
    store = { ...whole, stats: async (query) => ({ ...(await whole.stats(query)), partial: true }) };
    const answer = await request('/stats');
    expect(answer.headers.get('Cache-Control')).toBe('no-store');
    expect(await answer.json()).toMatchObject({ partial: true });
  });
});
