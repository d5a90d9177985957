import { connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { createSessionId, formatSegments, type IngestReply, type LogEntry } from '@tailrace/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logLine, seqs } from '../../testing/entries.ts';
import { segmentBody, segmentHeader, startTestServer, type TestServer } from '../../testing/testServer.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

async function replyOf(answer: Response): Promise<IngestReply> {
  expect(answer.status).toBe(200);
  return (await answer.json()) as IngestReply;
}

async function stored(id: string): Promise<LogEntry> {
  return (await (await server.fetch(`/api/v1/logs/${id}`)).json()) as LogEntry;
}

describe('POST /api/v1/logs', () => {
  it('answers for each segment, and finds duplicates', async () => {
    const headers = [segmentHeader([logLine(1), logLine(2)]), segmentHeader([logLine(9)])];
    const body = formatSegments([
      { header: headers[0]!, lines: [JSON.stringify(logLine(1)), JSON.stringify(logLine(2))] },
      { header: headers[1]!, lines: [JSON.stringify(logLine(9))] },
    ]);
    const expected = (accepted: readonly number[]) => ({
      segments: headers.map(({ session, from, to }, i) => {
        const count = to - from + 1;
        return { session, from, to, accepted: accepted[i], duplicates: count - accepted[i]!, rejected: [] };
      }),
      levels: 0,
    });
    expect(await replyOf(await server.ingest(body))).toEqual(expected([2, 1]));
    expect(await replyOf(await server.ingest(body))).toEqual(expected([0, 0]));
  });

  it('takes a header without entries for a report of drops', async () => {
    const session = createSessionId();
    const header = {
      ...segmentHeader([]),
      session,
      from: 4,
      to: 3,
      emitted: 3,
      dropped: [[1, 3, 'queue_full'] as const],
    };
    const reply = await replyOf(await server.ingest(formatSegments([{ header, lines: [] }])));
    expect(reply.segments).toEqual([{ session, from: 4, to: 3, accepted: 0, duplicates: 0, rejected: [] }]);
    const account = await server.fetch(`/api/v1/sessions/${session}`);
    expect(await account.json()).toEqual({
      emitted: 3,
      stored: 0,
      dropped: { queue_full: 3 },
      queued: 0,
      missing: [],
    });
  });

  it('takes gzip, text/plain, windows line ends and blank lines', async () => {
    const body = segmentBody([logLine(1)]).replaceAll('\n', '\r\n\r\n');
    const answer = await server.fetch('/api/v1/logs', {
      method: 'POST',
      body: new Uint8Array(gzipSync(`\uFEFF${body}`)),
      headers: { 'Content-Type': 'text/plain;charset=UTF-8', 'Content-Encoding': 'gzip' },
    });
    expect((await replyOf(answer)).segments[0]).toMatchObject({ accepted: 1, rejected: [] });
  });

  it.each([
    ['one entry', (entry: object) => entry],
    ['a list', (entry: object) => [entry]],
    ['a list of entries', (entry: object) => ({ entries: [entry] })],
  ])('takes JSON of simple clients: %s', async (_name, wrap) => {
    const entry = {
      message: 'Hello',
      level: 'WARN',
      timestamp: 1_763_634_600_000,
      colour: 'red',
      metadata: { a: 1 },
    };
    const answer = await server.ingest(JSON.stringify(wrap(entry)), { 'Content-Type': 'application/json' });
    const { session, from, to } = (await replyOf(answer)).segments[0]!;
    expect(from).toBe(to);
    expect(await stored(`${session}-${from}`)).toMatchObject({
      seq: from,
      message: 'Hello',
      level: 'warning',
      timestamp: '2025-11-20T10:30:00.000Z',
      source: 'ingest',
      metadata: { a: 1, colour: 'red' },
    });
  });

  it('gives entries of simple clients consecutive numbers of one session, and what they left out', async () => {
    const before = Date.now();
    const answer = await server.ingest(
      JSON.stringify(seqs(3).map((i) => ({ message: `m${i}`, source: 'cron' }))),
      {
        'Content-Type': 'application/json',
      },
    );
    const { session, from, to, accepted } = (await replyOf(answer)).segments[0]!;
    expect([to - from, accepted]).toEqual([2, 3]);
    const entry = await stored(`${session}-${to}`);
    expect(entry).toMatchObject({ message: 'm3', level: 'info', source: 'cron' });
    expect(Date.parse(entry.timestamp)).toBeGreaterThanOrEqual(before);
  });

  it('stores many requests that come at the same time, each entry once', async () => {
    const session = createSessionId();
    const bodies = seqs(40).map((i) =>
      segmentBody(
        seqs(10).map((j) => logLine((i - 1) * 5 + j)),
        { session },
      ),
    );
    const replies = await Promise.all(bodies.map(async (body) => replyOf(await server.ingest(body))));
    const accepted = replies.reduce((sum, { segments }) => sum + segments[0]!.accepted, 0);
    expect(accepted).toBe(205);
    expect(await (await server.fetch(`/api/v1/sessions/${session}`)).json()).toMatchObject({
      stored: 205,
      missing: [],
    });
  });

  it('does not mind a sender that hangs up in the middle', async () => {
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    socket.write(
      `POST /api/v1/logs HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${server.keys.ingest}\r\n` +
        'Content-Type: text/plain\r\nContent-Length: 100\r\n\r\n{"v":1',
    );
    await new Promise<void>((resolve) => {
      socket.end(resolve);
    });
    expect((await replyOf(await server.ingest(segmentBody([logLine(1)])))).segments[0]).toMatchObject({
      accepted: 1,
    });
    expect(server.errors).toEqual([]);
  });
});
