import type { LogEntry } from '@tailrace/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { logLine, newSegment, seqs } from '../../testing/entries.ts';
import { openTestApp, type TestApp } from '../../testing/testApp.ts';

interface Page {
  readonly logs: LogEntry[];
  readonly pagination: Readonly<Record<string, unknown>> & { readonly next: string | null };
}

const MINUTE = Date.parse('2026-11-20T10:30:00.000Z');

let server: TestApp;
let round = 0;
let source: string;

beforeAll(async () => {
  server = await openTestApp();
});
afterAll(() => server.close());
beforeEach(() => {
  round += 1;
  source = `source-${round}`;
});

async function ask(path: string): Promise<Page> {
  const answer = await server.app.request(path);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Page;
}

/** Stores entries at these seconds, several of them at the same. */
async function store(seconds: readonly number[], message = 'Before'): Promise<void> {
  const lines = seconds.map((second, i) =>
    logLine(i + 1, { timestamp: new Date(MINUTE + second * 1000).toISOString(), source, message }),
  );
  await server.store.append([newSegment(lines)]);
}

describe.each(['asc', 'desc'] as const)('GET /api/v1/logs, order %s', (order) => {
  it('leaves nothing out and repeats nothing while entries arrive between the pages', async () => {
    const seconds = seqs(40).map((i) => Math.floor(i / 3));
    await store(seconds);
    const query = `/api/v1/logs?source=${source}&order=${order}&limit=7`;
    const pages: LogEntry[][] = [];
    let cursor: string | null = '';
    while (cursor !== null && pages.length < 100) {
      const page: Page = await ask(`${query}&cursor=${cursor}`);
      pages.push(page.logs);
      cursor = page.pagination.next;
      // Older than all, newer than all, and at the very times that are being paged through.
      if (pages.length < 20) await store([-1, 0, 6, 13, 100], 'Meanwhile');
    }
    const seen = pages.flat();
    expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
    const before = seen.filter(({ message }) => message === 'Before');
    expect(before.map(({ timestamp }) => (Date.parse(timestamp) - MINUTE) / 1000)).toEqual(
      order === 'asc' ? seconds : seconds.toReversed(),
    );
    expect(before.length).toBe(40);
    expect(seen.length).toBeGreaterThan(40);
    const keys = seen.map(({ timestamp }) => Date.parse(timestamp) * (order === 'asc' ? 1 : -1));
    expect(keys).toEqual(keys.toSorted((a, b) => a - b));
    for (const page of pages.slice(0, -1)) expect(page).toHaveLength(7);
  });

  it('turns pages by number, and says how much there is', async () => {
    await store(seqs(10));
    const query = `/api/v1/logs?source=${source}&order=${order}&limit=4`;
    const pages = await Promise.all([1, 2, 3, 4].map((page) => ask(`${query}&page=${page}`)));
    const all = (await ask(`/api/v1/logs?source=${source}&order=${order}`)).logs;
    expect(pages.map(({ logs }) => logs)).toEqual([all.slice(0, 4), all.slice(4, 8), all.slice(8), []]);
    for (const [i, { pagination }] of pages.entries()) {
      expect(pagination).toMatchObject({ limit: 4, page: i + 1, total: 10 });
    }
    expect(pages.map(({ pagination }) => pagination.next === null)).toEqual([false, false, true, true]);
    // From a page by number, cursors lead on.
    expect((await ask(`${query}&cursor=${pages[0]!.pagination.next}`)).logs).toEqual(pages[1]!.logs);
    expect((await ask(`${query}&cursor=${String(pages[1]!.pagination['previous'])}`)).logs).toEqual(
      pages[0]!.logs,
    );
  });
});

describe('GET /api/v1/logs', () => {
  it('counts when asked to', async () => {
    await store(seqs(5));
    const one = await ask(`/api/v1/logs?source=${source}&limit=2`);
    expect(one.pagination).not.toHaveProperty('total');
    const counted = await ask(`/api/v1/logs?source=${source}&limit=2&total=true`);
    expect(counted.logs).toEqual(one.logs);
    expect(counted.pagination).toEqual({ ...one.pagination, total: 5 });
    const second = await ask(
      `/api/v1/logs?source=${source}&limit=2&total=true&cursor=${one.pagination.next}`,
    );
    expect(second.pagination).toMatchObject({ total: 5 });
    expect(second.logs).toHaveLength(2);
    const uncounted = await ask(`/api/v1/logs?source=${source}&limit=2&page=2&total=false`);
    expect(uncounted.logs).toEqual(second.logs);
    expect(uncounted.pagination).not.toHaveProperty('total');
  });

  it('cuts messages when asked to, and says how long they were', async () => {
    await store([1], `Long ${'x'.repeat(1000)}`);
    await store([2], 'Short');
    const { logs } = await ask(`/api/v1/logs?source=${source}&max_message=40`);
    expect(logs.map(({ message }) => message)).toEqual([
      'Short',
      `Long ${'x'.repeat(16)}… [1005 characters]`,
    ]);
  });

  it.each([
    ['2026-11-20', '2026-11-21', 3],
    ['2026-11-20T10:30:02', '2026-11-20T10:30:03', 1],
    ['2026-11-20T10:30:02Z', '2026-11-20T10:30:03Z', 1],
    ['2026-11-20T11:30:02%2B01:00', '2026-11-20T11:30:03%2B01:00', 1],
    ['2026-11-20T11:30:02+01:00', '2026-11-20T11:30:03+01:00', 1],
    ['2026-11-20T10:30:02.000Z', '', 2],
  ])('reads times from %s to %s', async (start, end, expected) => {
    await store([1, 2, 3]);
    const { logs } = await ask(`/api/v1/logs?source=${source}&start=${start}&end=${end}`);
    expect(logs).toHaveLength(expected);
  });

  it('answers what people ask of organisations, traces and slow operations', async () => {
    const lines = [
      logLine(1, { source, level: 'error', context: { organization_id: 'o-1' } }),
      logLine(2, { source, level: 'info', context: { organization_id: 'o-1' } }),
      logLine(3, { source, level: 'critical', context: { organization_id: 'o-2' } }),
      logLine(4, { source, trace: { execution_time_ms: 1000 } }),
      logLine(5, { source, trace: { execution_time_ms: 1000.5 } }),
    ];
    await server.store.append([newSegment(lines)]);
    const found = async (query: string) =>
      (await ask(`/api/v1/logs?source=${source}&${query}`)).logs.map(({ seq }) => seq);
    expect(await found('organization_id=o-1&min_level=error')).toEqual([1]);
    expect(await found('q=execution_time_ms:>1000')).toEqual([5]);
  });
});
