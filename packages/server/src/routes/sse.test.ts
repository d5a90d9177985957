import {
  CLOSE_CODES,
  parseCursor,
  type LogEntry,
  type ProblemCode,
  type ServerMessage,
} from '@tailrace/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logLine, seqs } from '../../testing/entries.ts';
import { connectEvents, type EventClient } from '../../testing/eventClient.ts';
import { eventually } from '../../testing/eventually.ts';
import { expectGoodRequest, expectProblem } from '../../testing/expectations.ts';
import { segmentBody, startTestServer, type TestServer } from '../../testing/testServer.ts';
import { MAX_EVENT_MESSAGE_LENGTH } from '../stream/plainFormats.ts';

const PATH = '/api/v1/logs/stream/sse';
const BUFFER_SIZE = 4;

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ LOG_BUFFER_SIZE: String(BUFFER_SIZE) });
  await server.ingest(segmentBody(seqs(6).map((seq) => logLine(seq))));
});
afterAll(() => server.close());

function connect(query = '', headers: Record<string, string> = {}): Promise<EventClient> {
  return connectEvents(server.url + PATH + query, {
    Authorization: `Bearer ${server.keys.read}`,
    ...headers,
  });
}

async function log(message: string, source = 'live'): Promise<void> {
  expect((await server.ingest(segmentBody([logLine(1, { message, source })]))).status).toBe(200);
}

describe('plain events', () => {
  it('begin with the last entries, and go on with what arrives', async () => {
    const client = await connect('?source=checkout');
    expect((await client.waitFor<LogEntry>('log', 4)).map(({ seq }) => seq)).toEqual([3, 4, 5, 6]);
    await log('Not asked for', 'other');
    await log('Live', 'checkout');
    const entries = await client.waitFor<LogEntry>('log', 5);
    expect(entries.at(-1)?.message).toBe('Live');
    expect(client.events.map(({ id }) => id)).toEqual(entries.map(({ cursor }) => cursor));
    client.close();
  });

  it('come through proxies as they are', async () => {
    const client = await connect();
    expect(client.answer.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    });
    client.close();
  });

  it('go on after the id that the client had last, without repeat', async () => {
    const first = await connect('?last=2&q=source:checkout');
    await first.waitFor('log', 2);
    const { lastEventId } = first;
    first.close();
    await log('While it was away', 'checkout');
    for (const second of [
      await connect('?last=2&q=source:checkout', { 'Last-Event-ID': lastEventId }),
      await connect(`?after=${lastEventId}&q=source:checkout`),
    ]) {
      await second.waitFor('log', 1);
      await log('The end', 'checkout');
      const messages = (await second.waitFor<LogEntry>('log', 2)).map(({ message }) => message);
      expect(messages.slice(0, 1)).toEqual(['While it was away']);
      expect(messages.at(-1)).toBe('The end');
      second.close();
    }
  });

  it('move the client’s place on when nothing matches', async () => {
    const client = await connect('?last=0&source=nobody');
    await eventually(() => expect(client.lastEventId).not.toBe(''));
    expect(client.events).toEqual([]);
    client.close();
  });

  it('move it to the end of what was read with the last match, not behind it', async () => {
    const client = await connect('?last=0&source=wanted');
    await server.ingest(segmentBody([logLine(1, { source: 'wanted' }), logLine(2), logLine(3)]));
    const [entry] = await client.waitFor<LogEntry>('log', 1);
    const positionIn = (cursor: string) => parseCursor(cursor)!.position;
    await eventually(() => expect(positionIn(client.lastEventId)).toBe(positionIn(entry!.cursor) + 2));
    client.close();
  });

  it('begin anew for an id of another store', async () => {
    const client = await connect('', { 'Last-Event-ID': 'other.3' });
    expect(await client.waitFor('log', BUFFER_SIZE)).toHaveLength(BUFFER_SIZE);
    client.close();
  });

  it('stay on one line when the sender put carriage returns between its tokens', async () => {
    const client = await connect('?last=0');
    const body = segmentBody([logLine(1, { message: 'Returned' })]).replace('"seq":', '\r"seq":');
    expect((await server.ingest(body)).status).toBe(200);
    expect((await client.waitFor<LogEntry>('log', 1))[0]).toMatchObject({ message: 'Returned' });
    client.close();
  });

  it('tell a page that there is an entry, with a message that is cut', async () => {
    const client = await connect('?last=0&format=event');
    await log('x'.repeat(300));
    const [event] = await client.waitFor<Record<string, string>>('log_entry_created', 1);
    expect(Object.keys(event!)).toEqual(['type', 'id', 'timestamp', 'level', 'source', 'message']);
    expect(event?.['message']).toHaveLength(MAX_EVENT_MESSAGE_LENGTH);
    client.close();
  });

  it('speak of a job when they are asked for one', async () => {
    const client = await connect('?last=0&job_run_id=j1');
    const context = { job_run_id: 'j1', task_run_id: 't1' };
    await server.ingest(
      segmentBody([
        logLine(1, { context: { job_run_id: 'j2' } }),
        logLine(2, { context, level: 'critical', metadata: { task_name: 'load' } }),
      ]),
    );
    expect(await client.waitFor('log', 1)).toEqual([
      {
        ...context,
        timestamp: '2026-11-20T10:30:00.000Z',
        level: 'error',
        stream: 'stdout',
        message: 'Entry 2',
        task_name: 'load',
      },
    ]);
    client.close();
  });
});

describe('framed events', () => {
  it('say all that a framed socket does', async () => {
    const client = await connect('?format=frames&last=2&q=source:framed&batch_ms=20');
    await log('Live', 'framed');
    await eventually(() => expect(client.of<ServerMessage>('message').length).toBeGreaterThanOrEqual(5));
    const frames = client.of<ServerMessage>('message');
    expect(frames.map(({ type }) => type)).toEqual(['hello', 'subscribed', 'logs', 'live', 'logs']);
    expect(frames[1]).toEqual({ type: 'subscribed', id: 'sse', generation: 1, resumed: true });
    const live = frames[4];
    expect(live).toMatchObject({ phase: 'live', entries: [{ message: 'Live' }] });
    expect(client.lastEventId).toBe(live?.type === 'logs' && live.to);
    client.close();
  });

  it('resume after the id, and say when they cannot', async () => {
    const first = await connect('?format=frames&last=0');
    await eventually(() => expect(first.lastEventId).not.toBe(''));
    first.close();
    await log('Missed');
    const second = await connect('?format=frames', { 'Last-Event-ID': first.lastEventId });
    await eventually(() => {
      const logs = second.of<ServerMessage>('message').find(({ type }) => type === 'logs');
      expect(logs).toMatchObject({ from: first.lastEventId, entries: [{ message: 'Missed' }] });
    });
    second.close();
    const third = await connect('?format=frames', { 'Last-Event-ID': 'other.3' });
    await eventually(() =>
      expect(third.of<ServerMessage>('message')[1]).toMatchObject({ type: 'subscribed', resumed: false }),
    );
    third.close();
  });

  it('tell exactly how many entries a rate left out', async () => {
    const client = await connect('?format=frames&last=0&max_rate=10&q=source:many');
    await eventually(() => expect(client.of<ServerMessage>('message').at(-1)?.type).toBe('live'));
    const lines = seqs(200).map((seq) => logLine(seq, { source: seq % 2 === 0 ? 'many' : 'few' }));
    await server.ingest(segmentBody(lines));
    const isGap = (message: ServerMessage) => message.type === 'gap';
    await eventually(() => expect(client.of<ServerMessage>('message').some(isGap)).toBe(true), 3000);
    const frames = client.of<ServerMessage>('message');
    const sent = frames.flatMap((frame) => (frame.type === 'logs' ? frame.entries : []));
    const gap = frames.find(isGap);
    expect(sent).toHaveLength(10);
    expect(gap).toMatchObject({ reason: 'rate', count: 90, from: sent.at(-1)?.cursor });
    expect(client.lastEventId).toBe(gap?.to);
    client.close();
  });
});

describe('events that cannot be had', () => {
  const cursor = 'x';
  const refusals: [
    name: string,
    query: string,
    headers: Record<string, string>,
    code: ProblemCode,
    detail: RegExp,
  ][] = [
    ['a filter that cannot be read', '?q=level%3Aloud', {}, 'invalid_filter', /column/],
    ['an unknown parameter', '?levle=error', {}, 'invalid_parameter', /no parameter levle/],
    ['an unknown format', '?format=xml', {}, 'invalid_parameter', /one of entry, .*, frames/],
    ['a cursor that is none', `?after=${cursor}`, {}, 'invalid_cursor', /server gave/],
    ['an id that is none', '', { 'Last-Event-ID': cursor }, 'invalid_cursor', /server gave/],
    ['two starts', '?after=now&last=3', {}, 'invalid_parameter', /not both/],
    ['too many to begin with', '?last=10001', {}, 'invalid_parameter', /last must be .* to 10000/],
    ['a number that is none', '?last=-1', {}, 'invalid_parameter', /last must be/],
    ['a batch time out of range', '?batch_ms=5', {}, 'invalid_parameter', /batch_ms must be .* 20 to 50/],
    ['a rate of nothing', '?format=frames&max_rate=0', {}, 'invalid_parameter', /max_rate must be/],
    ['a rate of plain events', '?max_rate=5', {}, 'invalid_parameter', /needs frames/],
    ['an unknown key', '', { Authorization: 'Bearer x' }, 'unauthorized', /Send a key/],
    ['an unknown ticket', '?ticket=x', { Authorization: 'none' }, 'unauthorized', /another ticket/],
    ['a foreign page', '', { Origin: 'https://evil.example' }, 'origin_not_allowed', /LOG_ALLOWED/],
  ];

  it.each(refusals)('for %s', async (_name, query, headers, code, detail) => {
    await expectProblem(await server.fetch(PATH + query, { headers }), code, detail);
    await expectGoodRequest(server);
  });

  it('with a key that may not read', async () => {
    const answer = await server.fetch(PATH, { key: server.keys.ingest });
    await expectProblem(answer, 'forbidden', /role read/);
  });

  it('with a ticket that was used, or that a page of another origin got', async () => {
    const ticket = async () => {
      const headers = { Origin: server.url };
      const answer = await server.fetch('/api/v1/stream/tickets', { method: 'POST', headers });
      return ((await answer.json()) as { ticket: string }).ticket;
    };
    const url = `${PATH}?ticket=${await ticket()}`;
    const client = await connectEvents(server.url + url, { Origin: server.url });
    client.close();
    const again = await server.fetch(url, { key: '', headers: { Origin: server.url } });
    await expectProblem(again, 'unauthorized', /used or expired/);
    const elsewhere = await server.fetch(`${PATH}?ticket=${await ticket()}`, { key: '' });
    await expectProblem(elsewhere, 'forbidden', /another origin/);
  });

  it('but with the ticket of a page of its own, which sends no origin when it reads', async () => {
    const headers = { Origin: server.url };
    const answer = await server.fetch('/api/v1/stream/tickets', { method: 'POST', headers });
    const { ticket } = (await answer.json()) as { ticket: string };
    const own = { 'Sec-Fetch-Site': 'same-origin' };
    const client = await connectEvents(`${server.url}${PATH}?ticket=${ticket}`, own);
    expect(client.answer.statusCode).toBe(200);
    client.close();
  });

  it('as a head, which has no body', async () => {
    const answer = await server.fetch(PATH, { method: 'HEAD' });
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('');
  });
});

describe('events of a server that goes away', () => {
  it('end with the time to come back, a random one each', async () => {
    const other = await startTestServer();
    const clients = await Promise.all(
      seqs(8).map(() => connectEvents(other.url + PATH, { Authorization: `Bearer ${other.keys.read}` })),
    );
    await other.close();
    for (const client of clients) {
      await client.ended;
      const reason = expect.stringMatching(/^reconnect_in_ms=\d+$/) as string;
      expect(client.of('close')).toEqual([{ code: CLOSE_CODES.restarting, reason }]);
      expect(client.retry).toBeLessThanOrEqual(3000);
    }
    expect(new Set(clients.map(({ retry }) => retry)).size).toBeGreaterThan(1);
  });
});
