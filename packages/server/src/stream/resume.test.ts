import { parseFilter, createMatcher, type LogEntry } from '@tailrace/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logLine, seqs } from '../../testing/entries.ts';
import { connectStream } from '../../testing/streamClient.ts';
import { segmentBody, startTestServer, type TestServer } from '../../testing/testServer.ts';
import { linearRegex } from '../query/linearRegex.ts';

const REQUESTS = 120;
const ENTRIES_PER_REQUEST = 25;

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

async function everything(): Promise<LogEntry[]> {
  const entries: LogEntry[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const answer = await server.fetch(`/api/v1/logs?limit=1000&order=asc&cursor=${cursor}`);
    const page = (await answer.json()) as { logs: LogEntry[]; pagination: { next: string | null } };
    entries.push(...page.logs);
    cursor = page.pagination.next;
  }
  return entries.toSorted((a, b) => positionOf(a) - positionOf(b));
}

function positionOf({ cursor }: LogEntry): number {
  return Number(cursor.split('.')[1]);
}

/** Follows the stream through connections that break, until it has an entry that says so. */
async function follow(filter: string, random: () => number): Promise<{ ids: string[]; connections: number }> {
  const ids: string[] = [];
  let after = '';
  let connections = 0;
  let isDone = false;
  while (!isDone) {
    const client = await connectStream(`${server.url}/api/v1/logs/stream/ws`, {
      headers: { Authorization: `Bearer ${server.keys.read}` },
    });
    connections += 1;
    const { epoch } = await client.next('hello');
    client.send({ type: 'subscribe', id: 'a', filter, after: after || `${epoch}.0` });
    const framesToTake = 1 + Math.floor(random() * 6);
    for (let frame = 0; frame < framesToTake && !isDone; frame += 1) {
      const logs = await client.next('logs');
      ids.push(...logs.entries.map(({ id }) => id));
      after = logs.to;
      client.send({ type: 'ack', cursor: after });
      isDone = logs.entries.some(({ message }) => message === 'The end');
    }
    client.socket.terminate();
    await client.closed;
  }
  return { ids, connections };
}

describe('a stream that breaks again and again while entries flow', () => {
  it('gives, all connections together, exactly what is stored', async () => {
    const filters = ['', 'level:error OR "the end"', '-level:debug'];
    const followers = filters.map((filter) => follow(filter, Math.random));
    const levels = ['debug', 'info', 'error'] as const;
    for (const request of seqs(REQUESTS)) {
      const entries = seqs(ENTRIES_PER_REQUEST).map((seq) =>
        logLine(seq, { level: levels[(request + seq) % 3]! }),
      );
      expect((await server.ingest(segmentBody(entries))).status).toBe(200);
    }
    await server.ingest(segmentBody([logLine(1, { message: 'The end' })]));
    const stored = await everything();
    expect(stored).toHaveLength(REQUESTS * ENTRIES_PER_REQUEST + 1);
    for (const [i, filter] of filters.entries()) {
      const { ids, connections } = await followers[i]!;
      expect(connections).toBeGreaterThan(1);
      expect(ids).toEqual(stored.filter(createMatcher(parseFilter(filter), linearRegex)).map(({ id }) => id));
    }
  });
});
