import { createGunzip } from 'node:zlib';
import type { LogEntry } from '@tailrace/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logLine, seqs } from '../../testing/entries.ts';
import { connectEvents } from '../../testing/eventClient.ts';
import { eventually } from '../../testing/eventually.ts';
import { expectProblem } from '../../testing/expectations.ts';
import { connectStream, type StreamClient } from '../../testing/streamClient.ts';
import { segmentBody, startTestServer, type TestServer } from '../../testing/testServer.ts';

const STREAM = '/api/v1/logs/stream';
const ENTRIES = 300;

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  await server.ingest(segmentBody(seqs(ENTRIES).map((seq) => logLine(seq))));
});
afterAll(() => server.close());

const headers = () => ({ Authorization: `Bearer ${server.keys.read}` });

/** A socket that has got all entries, and the bytes that they took. */
async function read(query: string): Promise<{ client: StreamClient; bytes: number }> {
  const client = await connectStream(`${server.url}${STREAM}/ws${query}`, { headers: headers() });
  client.send({ type: 'subscribe', id: 'a', last: ENTRIES });
  expect((await client.next('logs')).entries).toHaveLength(ENTRIES);
  return { client, bytes: bytesRead(client) };
}

function bytesRead({ socket }: StreamClient): number {
  const { _socket } = socket as unknown as { _socket: { bytesRead: number } };
  return _socket.bytesRead;
}

describe('a compressed stream', () => {
  it('is smaller over a WebSocket, when it is asked for', async () => {
    const plain = await read('');
    const compressed = await read('?compression=on');
    expect(plain.client.socket.extensions).toBe('');
    expect(compressed.client.socket.extensions).toMatch(/^permessage-deflate/);
    expect(compressed.bytes).toBeLessThan(plain.bytes / 5);
    for (const { client } of [plain, compressed]) client.socket.terminate();
  });

  it('comes out at once as events', async () => {
    const client = await connectEvents(`${server.url}${STREAM}/sse?compression=on&last=0`, headers(), () =>
      createGunzip(),
    );
    expect(client.answer.headers['content-encoding']).toBe('gzip');
    await eventually(() => expect(client.lastEventId).not.toBe(''));
    await server.ingest(segmentBody([logLine(1, { message: 'Live' })]));
    expect((await client.waitFor<LogEntry>('log', 1))[0]).toMatchObject({ message: 'Live' });
    client.close();
  });

  it('is on or off', async () => {
    const answer = await server.fetch(`${STREAM}/sse?compression=brotli`);
    await expectProblem(answer, 'invalid_parameter', /on or off/);
  });
});
