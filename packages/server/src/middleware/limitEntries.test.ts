import { MAX_BATCH_ENTRIES, MAX_ENTRIES_PER_SECOND, MAX_ENTRY_BURST } from '@tailrace/protocol';
import { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { logLine, seqs } from '../../testing/entries.ts';
import { expectProblem } from '../../testing/expectations.ts';
import { segmentBody, startTestServer } from '../../testing/testServer.ts';
import type { AppEnv } from '../AppEnv.ts';
import { EVERYBODY } from '../auth/Identity.ts';
import { problemResponse, ProblemError } from '../Problem.ts';
import { limitEntries } from './limitEntries.ts';

/** An app that counts as many entries as it is asked to, for the key that the request names. */
function createCounter(
  entriesPerSecond: number,
): (entries: number | 'bad', key?: string) => Promise<Response> {
  const app = new Hono<AppEnv>();
  app.use(async (c, next) => {
    c.set('identity', { ...EVERYBODY, hash: c.req.query('key') ?? '' });
    await next();
  });
  app.post('/', limitEntries(entriesPerSecond), (c) => {
    const entries = c.req.query('entries');
    if (entries === 'bad') throw new ProblemError('invalid_json', 'The body is not valid JSON');
    c.get('countEntries')(Number(entries));
    return c.text('taken');
  });
  app.onError((error, c) => problemResponse(c, error as ProblemError));
  return async (entries, key = 'a') => app.request(`/?entries=${entries}&key=${key}`, { method: 'POST' });
}

describe('the limit of entries', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('takes a burst of ten seconds’ entries, and no more until the ten seconds are over', async () => {
    const send = createCounter(MAX_ENTRIES_PER_SECOND);
    for (const _ of seqs(MAX_ENTRY_BURST / MAX_BATCH_ENTRIES)) {
      expect((await send(MAX_BATCH_ENTRIES)).status).toBe(200);
    }
    vi.advanceTimersByTime(2500);
    const refused = await send(1);
    expect(refused.headers.get('Retry-After')).toBe('8');
    await expectProblem(refused, 'too_many_requests', /at most 1000 entries a second.*LOG_INGEST_RATE/);
    vi.advanceTimersByTime(7499);
    expect((await send(1)).status).toBe(429);
    vi.advanceTimersByTime(1);
    expect((await send(1)).status).toBe(200);
  });

  it('takes for ever what keeps to the rate', async () => {
    const send = createCounter(10);
    for (const _ of seqs(100)) {
      expect((await send(9)).status).toBe(200);
      vi.advanceTimersByTime(1000);
    }
  });

  it('counts one without entries or with a bad body as one, one over the limit not, and each key by itself', async () => {
    const send = createCounter(1);
    for (const _ of seqs(5)) expect((await send(0)).status).toBe(200);
    for (const _ of seqs(5)) expect((await send('bad')).status).toBe(400);
    for (const _ of seqs(10)) expect((await send(1)).status).toBe(429);
    expect((await send(500, 'b')).status).toBe(200);
    expect((await send(1, 'b')).status).toBe(429);
    vi.advanceTimersByTime(10_000);
    expect((await send(1)).status).toBe(200);
  });

  it('does not let anybody wait for a year because the clock was set back by one', async () => {
    const send = createCounter(1);
    await send(10);
    vi.setSystemTime(Date.now() - 365 * 24 * 3600 * 1000);
    expect((await send(1)).headers.get('Retry-After')).toBe('10');
    vi.advanceTimersByTime(10_000);
    expect((await send(1)).status).toBe(200);
  });

  it('is none when it is 0', async () => {
    const send = createCounter(0);
    for (const _ of seqs(50)) expect((await send(MAX_BATCH_ENTRIES)).status).toBe(200);
  });
});

it('a server keeps each of its keys to the rate, and lets senders know when to come again', async () => {
  const server = await startTestServer({ LOG_INGEST_RATE: '1' });
  onTestFinished(() => server.close());
  const body = segmentBody(seqs(10).map((seq) => logLine(seq)));
  expect((await server.ingest(body)).status).toBe(200);
  const refused = await server.ingest(body);
  expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0);
  await expectProblem(refused, 'too_many_requests', /at most 1 entries a second/);
  const byAdmin = await server.ingest(body, { Authorization: `Bearer ${server.keys.admin}` });
  expect(byAdmin.status).toBe(200);
  expect((await server.fetch('/api/v1/logs', { key: server.keys.read })).status).toBe(200);
});
