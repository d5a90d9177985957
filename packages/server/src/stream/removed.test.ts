import { createSessionId, type LogEntry, type ServerMessage } from '@tailrace/protocol';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { backdate } from '../../testing/backdate.ts';
import { logLine, seqs } from '../../testing/entries.ts';
import { connectEvents } from '../../testing/eventClient.ts';
import { connectStream } from '../../testing/streamClient.ts';
import { temporaryFolder } from '../../testing/temporaryFolder.ts';
import { segmentBody, startTestServer, type TestServer } from '../../testing/testServer.ts';
import { DAY_MS } from '../retention/RetentionPeriods.ts';
import { dayOf } from '../store/sqlite/folder.ts';

/** Milliseconds: servers are started several times. */
const TIMEOUT = 120_000;
const STREAM = '/api/v1/logs/stream';

let server: TestServer;
let epoch = '';

/** Entries of one day; every third is debug. The server's own log says nothing between them at this level. */
async function addDay(folder: string, daysAgo: number, first: number): Promise<void> {
  const one = await startTestServer({ LOG_LEVEL: 'critical' }, folder);
  const lines = seqs(9).map((i) =>
    logLine(i, { level: i % 3 === 0 ? 'debug' : 'warning', message: `Entry ${first + i - 1}` }),
  );
  expect((await one.ingest(segmentBody(lines, { session: createSessionId() }))).status).toBe(200);
  await one.close();
  if (daysAgo > 0) backdate(folder, dayOf(Date.now() - daysAgo * DAY_MS), Date.now() - daysAgo * DAY_MS);
}

beforeAll(async () => {
  const folder = temporaryFolder(afterAll);
  // A day that goes as a whole, one of which the debug entries go, and today.
  await addDay(folder, 200, 1);
  await addDay(folder, 20, 10);
  await addDay(folder, 0, 19);
  server = await startTestServer({ LOG_LEVEL: 'critical' }, folder);
  await untilRemoved();
  epoch = (await entries())[0]!.cursor.split('.')[0]!;
}, TIMEOUT);
afterAll(() => server?.close());

/** Retention runs at the start, by the clock of today. */
async function untilRemoved(): Promise<void> {
  const left = [10, 11, 13, 14, 16, 17, ...seqs(9).map((i) => 18 + i)].map((i) => `Entry ${i}`);
  await vi.waitFor(async () => expect((await entries()).map(({ message }) => message)).toEqual(left), {
    timeout: 30_000,
    interval: 100,
  });
}

async function entries(): Promise<LogEntry[]> {
  const answer = await server.fetch('/api/v1/logs?order=asc&q=source:checkout&limit=1000');
  const { logs } = (await answer.json()) as { logs: LogEntry[] };
  return logs.toSorted((a, b) => positionOf(a.cursor) - positionOf(b.cursor));
}

function positionOf(cursor: string): number {
  return Number(cursor.split('.')[1]);
}

/** What came, in its order: messages, and gaps as how many there are of what. */
function told(messages: readonly (ServerMessage | LogEntry)[]): string[] {
  return messages.flatMap((message) => {
    if (!('type' in message)) return [message.message];
    if (message.type === 'logs') return message.entries.map((entry) => entry.message);
    if (message.type !== 'gap') return [];
    const { count, reason, at_most: atMost } = message;
    return [`${count} ${reason}${atMost ? ' at most' : ''}`];
  });
}

const remaining = (from: number) => seqs(27).filter((i) => i >= from && (i > 18 || i % 3 !== 0));
const names = (numbers: readonly number[]) => numbers.map((i) => `Entry ${i}`);

describe('a stream that comes back', { timeout: TIMEOUT }, () => {
  const cases: [name: string, filter: string, after: number, expected: string[]][] = [
    ['behind all that was removed', '', 0, ['12 retention', ...names(remaining(10))]],
    ['within a day that was removed', '', 4, ['12 retention at most', ...names(remaining(10))]],
    [
      'at the end of what was removed',
      '',
      9,
      ['Entry 10', 'Entry 11', '3 retention', ...names(remaining(13))],
    ],
    ['within a day that was thinned', '', 13, ['Entry 14', '2 retention', ...names(remaining(16))]],
    ['after all that was removed', '', 18, names(remaining(19))],
    [
      'by level, of which some were removed',
      'level:warning',
      0,
      ['6 retention', ...names(remaining(10).filter((i) => i % 3 !== 0))],
    ],
    ['by level, of which none was removed', 'level:error', 0, []],
    [
      'by level, on a day of which others were removed',
      'level:warning',
      9,
      names(remaining(10).filter((i) => i % 3 !== 0)),
    ],
    [
      'by words, of which nobody knows',
      'entry',
      9,
      ['Entry 10', 'Entry 11', '3 retention at most', ...names(remaining(13))],
    ],
  ];

  it.each(cases)('%s (%s after %d) is told how much, over frames', async (_name, filter, after, expected) => {
    const client = await connectStream(`${server.url}${STREAM}/ws`, {
      headers: { Authorization: `Bearer ${server.keys.read}` },
    });
    client.send({
      type: 'subscribe',
      id: 'a',
      filter: `source:checkout ${filter}`,
      after: `${epoch}.${after}`,
    });
    await client.next('live');
    expect(told(client.messages)).toEqual(expected);
    // Each place to come back to lies behind the one before it.
    const places = client.messages.flatMap((one) =>
      'to' in one ? [positionOf(one.from), positionOf(one.to)] : [],
    );
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    client.socket.close();
  });

  it('is told over framed events', async () => {
    const client = await connectEvents(`${server.url}${STREAM}/sse?format=frames&source=checkout`, {
      Authorization: `Bearer ${server.keys.read}`,
      'Last-Event-ID': `${epoch}.13`,
    });
    await expect
      .poll(() => client.of<ServerMessage>('message').some(({ type }) => type === 'live'))
      .toBe(true);
    expect(told(client.of('message'))).toEqual(['Entry 14', '2 retention', ...names(remaining(16))]);
    client.close();
  });

  it('is told over plain events, whose id moves on', async () => {
    const client = await connectEvents(`${server.url}${STREAM}/sse?source=checkout`, {
      Authorization: `Bearer ${server.keys.read}`,
      'Last-Event-ID': `${epoch}.13`,
    });
    await client.waitFor('log', remaining(14).length);
    const all = client.events.filter(({ event }) => event === 'log' || event === 'gap');
    expect(told(all.map(({ data }) => JSON.parse(data) as LogEntry))).toEqual([
      'Entry 14',
      '2 retention',
      ...names(remaining(16)),
    ]);
    expect(all.map(({ id }) => positionOf(id)).slice(0, 3)).toEqual([14, 15, 16]);
    client.close();
  });

  it('is told over a plain WebSocket', async () => {
    const client = await connectStream(`${server.url}${STREAM}/ws?source=checkout&after=${epoch}.13`, {
      headers: { Authorization: `Bearer ${server.keys.read}` },
      protocol: '',
    });
    await expect.poll(() => client.messages.length).toBe(remaining(14).length + 1);
    expect(told(client.messages)).toEqual(['Entry 14', '2 retention', ...names(remaining(16))]);
    client.socket.close();
  });
});
