import { createSessionId, MAX_STREAM_ANALYSES, type ServerMessage } from '@tailrace/protocol';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { logLine, seqs } from '../../testing/entries.ts';
import { connectStream } from '../../testing/streamClient.ts';
import { segmentBody, startTestServer, type TestServer } from '../../testing/testServer.ts';
import { MAX_SAMPLE_TOKENS } from './sampleOf.ts';

const STREAM = '/api/v1/logs/stream/ws';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  const timestamp = new Date().toISOString();
  await server.ingest(
    segmentBody(
      [
        ...seqs(20).map((seq) =>
          logLine(seq, { timestamp, level: 'error', message: `Order ${seq * 7919} could not be paid` }),
        ),
        logLine(21, { timestamp, level: 'critical', message: 'Out of money', source: 'bank' }),
        ...seqs(200).map((i) => logLine(21 + i, { timestamp, message: `Paid ${'x'.repeat(300)}` })),
        logLine(222, { timestamp: new Date(Date.now() - 7_200_000).toISOString(), message: 'Long ago' }),
        logLine(223, { timestamp, source: 'api', message: 'Moved', metadata: { container_id: 'c1' } }),
      ],
      { session: createSessionId(), resource: { app: 'shop' } },
    ),
  );
});
afterAll(() => server.close());

function connect(path = STREAM, protocol?: string, key = server.keys.read) {
  return connectStream(server.url + path, {
    headers: { Authorization: `Bearer ${key}` },
    ...(protocol !== undefined && { protocol }),
  });
}

type Result = Extract<ServerMessage, { type: 'analysis_result' }>;

function resultsIn(messages: readonly ServerMessage[]): Result[] {
  return messages.filter((message): message is Result => message.type === 'analysis_result');
}

describe('an analysis', () => {
  it('tells of exactly the stretch of time, the service and the level that it was asked for', async () => {
    const client = await connect();
    client.send({ type: 'analysis_request', request_id: 'all', time_range: 3600, service: 'shop' });
    const { request_id, analysis } = await client.next('analysis_result');
    expect(request_id).toBe('all');
    expect(analysis).toMatchObject({
      analyzer: 'summary',
      total: 222,
      rate_per_minute: 3.7,
      levels: { debug: 0, info: 201, warning: 0, error: 20, critical: 1 },
      partial: false,
    });
    expect(analysis!.sources).toEqual([
      { source: 'checkout', count: 220, errors: 20, warnings: 0 },
      { source: 'api', count: 1, errors: 0, warnings: 0 },
      { source: 'bank', count: 1, errors: 1, warnings: 0 },
    ]);
    expect(analysis!.top_errors.map(({ count, source }) => [count, source])).toEqual([
      [20, 'checkout'],
      [1, 'bank'],
    ]);
    expect(analysis!.summary).toContain('222 entries of 3 sources: 1 critical, 20 error, 201 info.');

    client.send({
      type: 'analysis_request',
      request_id: 'b',
      time_range: 3600,
      service: 'bank',
      level: null,
    });
    expect((await client.next('analysis_result')).analysis).toMatchObject({ total: 1 });
    client.send({ type: 'analysis_request', request_id: 'c', time_range: 9000, level: 'info' });
    expect((await client.next('analysis_result')).analysis).toMatchObject({ total: 202 });
    client.send({ type: 'analysis_request', request_id: 'd', time_range: 60, service: 'nobody' });
    const { analysis: nothing } = await client.next('analysis_result');
    expect(nothing).toMatchObject({ total: 0, sample: [], summary: 'Nothing was logged.' });
    expect(nothing).not.toHaveProperty('first');
    client.socket.close();
  });

  it('brings entries in the shape for models, errors first, within the budget', async () => {
    const client = await connect();
    client.send({ type: 'analysis_request', request_id: 's', time_range: 3600 });
    const { sample, sample_tokens: tokens, total } = (await client.next('analysis_result')).analysis!;
    expect(sample.length).toBeLessThan(total);
    expect(sample.filter(({ level }) => level !== 'info')).toHaveLength(21);
    expect(tokens).toBeGreaterThan(MAX_SAMPLE_TOKENS * 0.9);
    expect(tokens).toBeLessThanOrEqual(MAX_SAMPLE_TOKENS);
    expect(JSON.stringify(sample).length / 4).toBeLessThanOrEqual(tokens + sample.length);
    for (const entry of sample) {
      expect(Object.keys(entry)).toEqual(['time', 'source', 'content', 'level', 'service', 'context']);
    }
    expect(sample.find(({ source }) => source === 'api')?.context).toEqual({ container_id: 'c1' });
    client.socket.close();
  });

  it.each([
    ['frames', STREAM, undefined],
    ['the service format', '/?last=0', ''],
  ])('answers each of several at a time once, over a stream of %s', async (_name, path, protocol) => {
    const client = await connect(path, protocol);
    const ids = seqs(MAX_STREAM_ANALYSES).map((i) => `request ${i}`);
    for (const id of [...ids, 'too many']) {
      client.send({ type: 'analysis_request', request_id: id, time_range: 3600 });
    }
    await vi.waitFor(() => expect(resultsIn(client.messages)).toHaveLength(ids.length + 1), 10_000);
    client.send({ type: 'analysis_request', request_id: 'after', time_range: 3600 });
    await vi.waitFor(() => expect(resultsIn(client.messages)).toHaveLength(ids.length + 2), 10_000);
    const results = resultsIn(client.messages);
    expect(results.filter(({ analysis }) => analysis).map(({ request_id }) => request_id)).toEqual([
      ...ids,
      'after',
    ]);
    expect(results.filter(({ error }) => error)).toEqual([
      {
        type: 'analysis_result',
        request_id: 'too many',
        error: {
          code: 'too_many_analyses',
          message: `A stream waits for at most ${MAX_STREAM_ANALYSES} analyses: ask again when one is answered`,
        },
      },
    ]);
    client.socket.close();
  });

  it.each([
    ['no time', {}, 'time_range: must be a number of seconds from 1 to 2678400'],
    ['no time at all', { time_range: 0 }, 'time_range: must be a number of seconds from 1 to 2678400'],
    ['too long a time', { time_range: 1e9 }, 'time_range: must be a number of seconds from 1 to 2678400'],
    ['a time in words', { time_range: '1h' }, 'time_range: must be a number of seconds from 1 to 2678400'],
    [
      'an unknown level',
      { time_range: 60, level: 'loud' },
      'level: must be one of debug, info, warning, error, critical',
    ],
    [
      'an empty service',
      { time_range: 60, service: '' },
      'service: Too small: expected string to have >=1 characters',
    ],
    ['an unknown field', { time_range: 60, servcie: 'a' }, 'Unrecognized key: "servcie"'],
  ])('with %s is answered by a sentence', async (_name, fields, message) => {
    for (const protocol of [undefined, '']) {
      // oxlint-disable-next-line no-await-in-loop
      const client = await connect(`${STREAM}${protocol === '' ? '?last=0' : ''}`, protocol);
      client.socket.send(JSON.stringify({ type: 'analysis_request', request_id: 'bad', ...fields }));
      // oxlint-disable-next-line no-await-in-loop
      expect(await client.next('analysis_result')).toEqual({
        type: 'analysis_result',
        request_id: 'bad',
        error: { code: 'invalid_message', message },
      });
      client.socket.close();
    }
  });

  it('without a name gets an error, since there is nothing to answer to', async () => {
    for (const protocol of [undefined, '']) {
      // oxlint-disable-next-line no-await-in-loop
      const client = await connect(`${STREAM}${protocol === '' ? '?last=0' : ''}`, protocol);
      client.socket.send(JSON.stringify({ type: 'analysis_request', time_range: 60 }));
      // oxlint-disable-next-line no-await-in-loop
      expect(await client.next('error')).toEqual({
        type: 'error',
        code: 'invalid_message',
        message: 'request_id: Invalid input: expected string, received undefined',
      });
      client.socket.close();
    }
  });

  it('tells a key with a filter of nothing else', async () => {
    const made = await server.fetch('/api/v1/keys', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ name: 'bank only', role: 'read', filter: 'source:bank' }),
    });
    expect(made.status).toBe(201);
    const { token: key } = (await made.json()) as { token: string };
    expect(key).toBeTypeOf('string');
    const client = await connect(STREAM, undefined, key);
    client.send({ type: 'analysis_request', request_id: 'p', time_range: 3600 });
    const { analysis } = await client.next('analysis_result');
    expect(analysis).toMatchObject({ total: 1 });
    expect(analysis!.sample.map(({ source }) => source)).toEqual(['bank']);
    expect(JSON.stringify(analysis)).not.toContain('could not be paid');
    client.socket.close();
  });

  it('is counted and measured', async () => {
    const text = await (await server.fetch('/metrics', { key: server.keys.read })).text();
    const value = (name: string) => Number(new RegExp(`^${name} (.*)$`, 'm').exec(text)?.[1]);
    expect(value('tailrace_analysis_requests_total\\{result="ok"\\}')).toBeGreaterThanOrEqual(10);
    expect(value('tailrace_analysis_requests_total\\{result="refused"\\}')).toBe(2);
    expect(value('tailrace_analysis_duration_seconds_count\\{result="ok"\\}')).toBeGreaterThanOrEqual(10);
    expect(value('tailrace_analysis_queue_length')).toBe(0);
    const ready = await server.fetch('/readyz', { key: '' });
    expect(await ready.json()).toMatchObject({
      status: 'ok',
      parts: { writer: 'ok', reader: 'ok', sockets: 'ok', analysis: 'ok' },
      analysis_queue: 0,
    });
  });
});
