import {
  compareCursors,
  MAX_ENTRIES_BEHIND,
  type LogEntry,
  type LogLine,
  type ServerMessage,
} from '@tailrace/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logLine, seqs } from '../../testing/entries.ts';
import { connectEvents } from '../../testing/eventClient.ts';
import { eventually } from '../../testing/eventually.ts';
import { connectStream, type StreamClient } from '../../testing/streamClient.ts';
import { segmentBody, startTestServer, type TestServer } from '../../testing/testServer.ts';

const STREAM = '/api/v1/logs/stream';
/** More than the operating system keeps for a connection that nobody reads. */
const UNREADABLE_ENTRIES = 1200;
/** More than may be on its way without an acknowledgement. */
const UNACKNOWLEDGED_ENTRIES = 200;
const LARGE_MESSAGE = 'x'.repeat(15_000);
const PER_REQUEST = 60;

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ LOG_INGEST_RATE: '0' });
});
afterAll(() => server.close());

const headers = () => ({ Authorization: `Bearer ${server.keys.read}` });

function connect(): Promise<StreamClient> {
  return connectStream(`${server.url}${STREAM}/ws`, { headers: headers() });
}

async function log(count: number, fields: Partial<LogLine> = {}, perRequest = 500): Promise<void> {
  for (let sent = 0; sent < count; sent += perRequest) {
    const lines = seqs(Math.min(perRequest, count - sent)).map((seq) => logLine(seq, fields));
    expect((await server.ingest(segmentBody(lines))).status).toBe(200);
  }
}

/** Large entries until nothing more can be under way, and then so many that a subscriber falls behind. */
async function flood(source: string, largeEntries: number): Promise<number> {
  await log(largeEntries, { source, message: LARGE_MESSAGE }, PER_REQUEST);
  await log(MAX_ENTRIES_BEHIND + 500, { source });
  await log(7, { source: 'nobody' });
  return largeEntries + MAX_ENTRIES_BEHIND + 500;
}

function entriesOf(messages: readonly ServerMessage[]): LogEntry[] {
  return messages.flatMap((message) => (message.type === 'logs' ? message.entries : []));
}

function gapsOf(messages: readonly ServerMessage[]) {
  return messages.filter((message) => message.type === 'gap');
}

describe('a framed socket', () => {
  it('changes its filter in flight: each frame says by which it was made', async () => {
    const client = await connect();
    client.send({ type: 'subscribe', id: 'a', after: 'now', filter: 'source:one', batch_ms: 20 });
    await client.next('live');
    await log(3, { source: 'one' });
    await eventually(() => expect(entriesOf(client.messages)).toHaveLength(3));
    client.send({ type: 'update', id: 'a', filter: 'source:two' });
    await eventually(() => expect(client.messages.at(-1)).toMatchObject({ generation: 2 }));
    await log(2, { source: 'one' });
    await log(2, { source: 'two' });
    await eventually(() => expect(entriesOf(client.messages)).toHaveLength(5));
    for (const message of client.messages) {
      if (message.type !== 'logs') continue;
      const source = message.generation === 1 ? 'one' : 'two';
      expect(message.entries.every((entry) => entry.source === source)).toBe(true);
    }
    client.socket.close();
  });

  it('pauses one subscription while another goes on, and catches up without gap or repeat', async () => {
    const client = await connect();
    for (const id of ['a', 'b']) {
      client.send({ type: 'subscribe', id, after: 'now', filter: 'source:pausing' });
      await client.next('live');
    }
    const of = (id: string) => entriesOf(client.messages.filter((one) => 'id' in one && one.id === id));
    client.send({ type: 'pause', id: 'a' });
    client.send({ type: 'ping' });
    await client.next('heartbeat');
    await log(30, { source: 'pausing' });
    await eventually(() => expect(of('b')).toHaveLength(30));
    expect(of('a')).toEqual([]);
    client.send({ type: 'resume', id: 'a' });
    await eventually(() => expect(of('a')).toEqual(of('b')));
    client.socket.close();
  });

  it('holds a subscription to the rate that it asked for, and counts the rest', async () => {
    const client = await connect();
    client.send({ type: 'subscribe', id: 'a', after: 'now', filter: 'source:rated', max_rate: 5 });
    await client.next('live');
    await log(100, { source: 'rated' });
    const gap = await client.next('gap');
    expect(gap).toMatchObject({ id: 'a', reason: 'rate', count: 95 });
    expect(entriesOf(client.messages)).toHaveLength(5);
    await log(1, { source: 'rated' });
    await eventually(() => expect(entriesOf(client.messages)).toHaveLength(6));
    expect(client.messages.findLast(({ type }) => type === 'logs')).toMatchObject({ from: gap.to });
    client.socket.close();
  });

  it('that acknowledges nothing gets a gap with the exact count, and can fetch the hole', async () => {
    const client = await connect();
    client.send({ type: 'subscribe', id: 'a', after: 'now', filter: 'source:flood' });
    await client.next('live');
    const sent = await flood('flood', UNACKNOWLEDGED_ENTRIES);
    const before = entriesOf(client.messages);
    expect(before.length).toBeLessThan(UNACKNOWLEDGED_ENTRIES);
    const last = client.messages.findLast((message) => message.type === 'logs')!;
    client.send({ type: 'ack', cursor: last.to });
    const gap = await client.next('gap');
    expect(gap).toMatchObject({ reason: 'slow', from: last.to });
    expect(gap.count).toBeGreaterThan(MAX_ENTRIES_BEHIND);
    await eventually(() => expect(entriesOf(client.messages).length + gap.count).toBe(sent));

    client.send({ type: 'subscribe', id: 'hole', after: gap.from, filter: 'source:flood' });
    const hole = new Set<string>();
    let reached = gap.from;
    while (compareCursors(reached, gap.to) < 0) {
      const { id, entries, to } = await client.next('logs');
      client.send({ type: 'ack', cursor: to });
      if (id !== 'hole') continue;
      reached = to;
      for (const entry of entries) if (compareCursors(entry.cursor, gap.to) <= 0) hole.add(entry.id);
    }
    expect(hole.size).toBe(gap.count);
    client.socket.close();
  }, 60_000);
});

describe('events that nobody reads', () => {
  it('are left out and counted exactly when they are framed', async () => {
    const query = '?format=frames&after=now&q=source:unread';
    const client = await connectEvents(server.url + STREAM + '/sse' + query, headers());
    const frames = () => client.of<ServerMessage>('message');
    await eventually(() => expect(frames().at(-1)?.type).toBe('live'));
    client.answer.pause();
    const sent = await flood('unread', UNREADABLE_ENTRIES);
    expect(gapsOf(frames())).toEqual([]);
    client.answer.resume();
    await eventually(() => expect(gapsOf(frames())).toHaveLength(1), 20_000);
    const [gap] = gapsOf(frames());
    expect(gap?.reason).toBe('slow');
    await eventually(() => {
      expect(entriesOf(frames()).length + gap!.count).toBe(sent);
    });
    client.close();
  }, 60_000);

  it('come all when they are plain, later', async () => {
    const client = await connectEvents(`${server.url}${STREAM}/sse?after=now&q=source:late`, headers());
    await eventually(() => expect(client.lastEventId).not.toBe(''));
    client.answer.pause();
    const sent = await flood('late', UNREADABLE_ENTRIES);
    client.answer.resume();
    await eventually(() => expect(client.events.length).toBeGreaterThanOrEqual(sent), 30_000);
    const ids = new Set(client.of<LogEntry>('log').map(({ id }) => id));
    expect([client.events.length, ids.size]).toEqual([sent, sent]);
    client.close();
  }, 60_000);
});
