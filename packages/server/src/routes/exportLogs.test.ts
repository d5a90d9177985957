import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createAdaptorServer } from '@hono/node-server';
import type { LogEntry } from '@tailrace/protocol';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { logLine, newSegment, seqs } from '../../testing/entries.ts';
import { openTestApp, type TestApp } from '../../testing/testApp.ts';
import { EXPORT_PAGE_LENGTH } from '../query/export/entryPages.ts';
import { StoreError, type LogStore } from '../store/LogStore.ts';

/** More than all buffers between the store and a client that reads nothing. */
const PAGES = 15;
const BATCH = 250;
const MESSAGE_LENGTH = 8000;
const ENTRIES = BATCH * Math.ceil((PAGES * EXPORT_PAGE_LENGTH) / MESSAGE_LENGTH / BATCH);
/** Milliseconds: much is written and read. */
const TIMEOUT = 60_000;

let server: TestApp;
/** What was asked of the store, and what it does instead when it is told to. */
let queries: { signal: AbortSignal | undefined }[] = [];
let beforeQuery: (() => Promise<void>) | undefined;

function watch(store: LogStore): LogStore {
  return {
    ...store,
    get head() {
      return store.head;
    },
    async query(query, signal) {
      queries.push({ signal });
      await beforeQuery?.();
      return store.query(query, signal);
    },
  };
}

beforeAll(async () => {
  server = await openTestApp(watch);
  const message = 'x'.repeat(MESSAGE_LENGTH);
  for (const batch of seqs(ENTRIES / BATCH)) {
    const lines = seqs(BATCH).map((seq) =>
      logLine(seq, { source: batch === 1 ? 'first' : 'rest', message, context: { batch } }),
    );
    // oxlint-disable-next-line no-await-in-loop
    await server.store.append([newSegment(lines)]);
  }
}, TIMEOUT);
afterAll(() => server.close());

function reset(): void {
  queries = [];
  beforeQuery = undefined;
}

async function download(query: string): Promise<{ answer: Response; text: string }> {
  reset();
  const answer = await server.app.request(`/api/v1/logs/export?${query}`);
  expect(answer.status).toBe(200);
  return { answer, text: await answer.text() };
}

describe('GET /api/v1/logs/export', { timeout: TIMEOUT }, () => {
  it('has every entry once, in order', async () => {
    const { text } = await download('max_message=10');
    const ids = text
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as LogEntry).id);
    expect(ids).toHaveLength(ENTRIES);
    expect(new Set(ids).size).toBe(ENTRIES);
  });

  it.each([
    ['', 'ndjson', 'application/x-ndjson'],
    ['format=csv', 'csv', 'text/csv; charset=utf-8; header=present'],
    ['format=txt', 'log', 'text/plain; charset=utf-8'],
  ])('takes filters: %s', async (query, extension, type) => {
    const { answer, text } = await download(`${query}&source=first&order=desc`);
    expect(answer.headers.get('Content-Type')).toBe(type);
    expect(answer.headers.get('Content-Disposition')).toMatch(
      new RegExp(String.raw`^attachment; filename="tailrace-logs-\d{8}T\d{6}Z\.${extension}"$`),
    );
    const lines = text.trimEnd().split(/\r?\n/);
    const perEntry = extension === 'log' ? 2 : 1;
    expect(lines).toHaveLength(BATCH * perEntry + (extension === 'csv' ? 1 : 0));
  });

  it('is an empty file, or a head without rows, when nothing passes', async () => {
    expect((await download('source=nobody')).text).toBe('');
    expect((await download('source=nobody&format=csv')).text).toMatch(/^timestamp,[a-z_,]+\r\n$/);
  });

  it('leaves out what arrives after it began', async () => {
    reset();
    const answer = await server.app.request('/api/v1/logs/export?source=late&source=first&max_message=10');
    const timestamp = '2030-01-01T00:00:00.000Z';
    await server.store.append([newSegment([logLine(1, { source: 'late', timestamp })])]);
    expect((await answer.text()).trimEnd().split('\n')).toHaveLength(BATCH);
  });

  it('answers a failure before its first entry as one, and breaks off at a later one', async () => {
    reset();
    beforeQuery = () => Promise.reject(new StoreError('store_unavailable', 'The store is away'));
    const refused = await server.app.request('/api/v1/logs/export');
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ code: 'store_unavailable', detail: 'The store is away' });
    reset();
    const answer = await server.app.request('/api/v1/logs/export');
    beforeQuery = () => Promise.reject(new StoreError('store_unavailable', 'The store is away'));
    await expect(answer.text()).rejects.toThrow('The store is away');
  });

  it.each(['ndjson', 'csv', 'txt'])('holds a few pages of it at a time, as %s', async (format) => {
    reset();
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const inUse = () => {
      collectGarbage();
      return process.memoryUsage().heapUsed + process.memoryUsage().external;
    };
    const before = inUse();
    let [peak, length] = [0, 0];
    const answer = await server.app.request(`/api/v1/logs/export?format=${format}`);
    for await (const chunk of answer.body!) {
      length += chunk.length;
      peak = Math.max(peak, inUse());
    }
    expect(length).toBeGreaterThan(PAGES * EXPORT_PAGE_LENGTH);
    expect(peak - before).toBeLessThan(6 * EXPORT_PAGE_LENGTH);
  });

  it('asks for nothing when only its head is wanted', async () => {
    reset();
    const answer = await server.app.request('/api/v1/logs/export', { method: 'HEAD' });
    expect(answer.status).toBe(200);
    expect(queries).toHaveLength(1);
  });
});

describe('an export over a real socket', { timeout: TIMEOUT }, () => {
  let http: ReturnType<typeof createAdaptorServer>;
  let url: string;

  beforeAll(async () => {
    http = createAdaptorServer({ fetch: server.app.fetch });
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/api/v1/logs/export`;
  });
  afterAll(() => new Promise((resolve) => http.close(resolve)));

  async function begin(): Promise<IncomingMessage> {
    reset();
    const [answer] = (await once(get(url), 'response')) as [IncomingMessage];
    return answer;
  }

  /** Waits until the store has not been asked for anything any more. */
  async function standsStill(): Promise<number> {
    let before = -1;
    await vi.waitFor(
      () => {
        const now = queries.length;
        const isStill = now === before;
        before = now;
        expect(isStill).toBe(true);
      },
      { interval: 300, timeout: TIMEOUT },
    );
    return before;
  }

  it('reads no further than its client does', async () => {
    const answer = await begin();
    const asked = await standsStill();
    expect(asked).toBeLessThan(PAGES / 2);
    let length = 0;
    for await (const chunk of answer) length += (chunk as Buffer).length;
    expect(length).toBeGreaterThan(ENTRIES * MESSAGE_LENGTH);
    expect(queries.length).toBeGreaterThan(asked);
  });

  it('stops when its client goes away, in the middle of a query too', async () => {
    const answer = await begin();
    const asked = await standsStill();
    let release = () => undefined as void;
    beforeQuery = () => new Promise((resolve) => (release = resolve));
    answer.resume();
    await vi.waitFor(() => expect(queries.length).toBe(asked + 1), { timeout: TIMEOUT });
    expect(queries.at(-1)!.signal?.aborted).toBe(false);
    answer.destroy();
    await vi.waitFor(() => expect(queries.at(-1)!.signal?.aborted).toBe(true), { timeout: TIMEOUT });
    release();
    expect(await standsStill()).toBe(asked + 1);
  });

  it('stops when its client goes away while nothing has been found yet', async () => {
    reset();
    let release = () => undefined as void;
    beforeQuery = () => new Promise((resolve) => (release = resolve));
    // Passes nothing, and no index says so.
    const request = get(`${url}?q=-batch:*%20-(NOT%20batch:*)`);
    request.on('error', () => undefined);
    await vi.waitFor(() => expect(queries.length).toBe(1));
    beforeQuery = undefined;
    request.destroy();
    await vi.waitFor(() => expect(queries[0]!.signal?.aborted).toBe(true));
    release();
    expect(await standsStill()).toBe(1);
  });
});
