import {
  CLOSE_CODES,
  MAX_CLIENT_FRAME_BYTES,
  MAX_SUBSCRIPTIONS,
  type StreamErrorCode,
} from '@tailrace/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seqs } from '../../testing/entries.ts';
import { expectGoodRequest, nested } from '../../testing/expectations.ts';
import { connectStream, refusedStatus } from '../../testing/streamClient.ts';
import { startTestServer, type TestServer } from '../../testing/testServer.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

describe('a stream that cannot be opened', () => {
  const path = '/api/v1/logs/stream/ws';
  const bearer = () => ({ Authorization: `Bearer ${server.keys.read}` });

  const refusals: [name: string, path: string, headers: () => Record<string, string>, status: number][] = [
    ['has no ticket and no key', path, () => ({}), 401],
    ['has an unknown key', path, () => ({ Authorization: 'Bearer x' }), 401],
    ['has a key that may not read', path, () => ({ Authorization: `Bearer ${server.keys.ingest}` }), 403],
    ['is opened by a foreign page', path, () => ({ ...bearer(), Origin: 'https://evil.example' }), 403],
    ['is asked for by a foreign name', path, () => ({ ...bearer(), Host: 'evil.example' }), 421],
    ['is not there', '/api/v1/nothing', bearer, 404],
  ];

  it.each(refusals)('%s', async (_name, where, headers, status) => {
    expect(await refusedStatus(server.url + where, { headers: headers() })).toBe(status);
    await expectGoodRequest(server);
  });

  it.each([
    ['a filter that cannot be read', '?q=level%3Aloud'],
    ['an unknown parameter', '?levle=error'],
    ['an unknown format', '?format=xml'],
    ['frames without the sub-protocol', '?format=frames'],
    ['a cursor that is none', '?after=x'],
    ['two starts', '?after=now&last=1'],
    ['too many to begin with', '?last=10001'],
    ['a batch time out of range', '?batch_ms=51'],
    ['a rate, which only frames can tell of', '?max_rate=5'],
    ['an unknown compression', '?compression=brotli'],
  ])('has %s, when it is plain', async (_name, query) => {
    await expect(
      connectStream(server.url + path + query, { protocol: '', headers: bearer() }),
    ).rejects.toThrow('400');
  });

  it('has a ticket that was used', async () => {
    const answer = await server.fetch('/api/v1/stream/tickets', { method: 'POST', key: server.keys.read });
    const { ticket } = (await answer.json()) as { ticket: string };
    const url = `${server.url}${path}?ticket=${ticket}`;
    const first = await connectStream(url);
    await first.next('hello');
    first.socket.close();
    const second = await connectStream(url);
    expect(await second.closed).toEqual({
      code: CLOSE_CODES.unauthenticated,
      reason: 'the ticket is unknown, used or expired',
    });
    expect(second.messages).toEqual([]);
  });

  it('has a ticket of a page of another origin', async () => {
    const answer = await server.fetch('/api/v1/stream/tickets', {
      method: 'POST',
      headers: { Origin: server.url },
    });
    const { ticket } = (await answer.json()) as { ticket: string };
    const client = await connectStream(`${server.url}${path}?ticket=${ticket}`);
    expect((await client.closed).code).toBe(CLOSE_CODES.forbidden);
  });
});

describe('a frame that cannot be understood is answered, and the stream goes on', () => {
  const connect = () =>
    connectStream(`${server.url}/api/v1/logs/stream/ws`, {
      headers: { Authorization: `Bearer ${server.keys.read}` },
    });

  const subscribe = { type: 'subscribe', id: 'a', last: 0 };
  const frames: [
    name: string,
    frame: string | Buffer,
    code: StreamErrorCode,
    message: RegExp,
    id?: string,
  ][] = [
    ['no JSON', '{', 'invalid_json', /not valid JSON/],
    ['bytes', Buffer.from('{}'), 'invalid_message', /as text/],
    ['no object', '42', 'invalid_message', /expected object/],
    ['a bomb of arrays', nested(8000), 'invalid_message', /expected object/],
    ['no type', '{}', 'invalid_message', /^type: /],
    ['an unknown type', '{"type":"dance"}', 'invalid_message', /^type: /],
    ['an unknown field', JSON.stringify({ ...subscribe, colour: 'red' }), 'invalid_message', /colour/],
    ['no start', '{"type":"subscribe","id":"a"}', 'invalid_message', /where to start/],
    ['two starts', JSON.stringify({ ...subscribe, after: 'now' }), 'invalid_message', /where to start/],
    [
      'an id that is too long',
      JSON.stringify({ ...subscribe, id: 'x'.repeat(65) }),
      'invalid_message',
      /^id: /,
    ],
    [
      'a batch time out of range',
      JSON.stringify({ ...subscribe, batch_ms: 5 }),
      'invalid_message',
      /^batch_ms: /,
    ],
    ['a rate of nothing', JSON.stringify({ ...subscribe, max_rate: 0 }), 'invalid_message', /^max_rate: /],
    [
      'a filter that cannot be read',
      JSON.stringify({ ...subscribe, filter: 'a (' }),
      'invalid_filter',
      /column 4/,
      'a',
    ],
    ['a cursor that is none', '{"type":"subscribe","id":"a","after":"x"}', 'invalid_cursor', /cursor/, 'a'],
    ['an acknowledgement of nothing', '{"type":"ack","cursor":"x"}', 'invalid_cursor', /cursor/],
    [
      'an acknowledgement from elsewhere',
      '{"type":"ack","cursor":"other.1"}',
      'invalid_cursor',
      /not from this stream/,
    ],
    [
      'an unknown subscription',
      '{"type":"unsubscribe","id":"b"}',
      'unknown_subscription',
      /no subscription/,
      'b',
    ],
    [
      'an update of nothing',
      '{"type":"update","id":"b","filter":""}',
      'unknown_subscription',
      /no subscription/,
      'b',
    ],
    [
      'a frame that is too large',
      JSON.stringify({ ...subscribe, filter: 'x'.repeat(MAX_CLIENT_FRAME_BYTES) }),
      'frame_too_large',
      /16384 bytes/,
    ],
  ];

  it.each(frames)('%s', async (_name, frame, code, message, id) => {
    const client = await connect();
    client.socket.send(frame);
    const error = await client.next('error');
    expect(error).toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
      ...(id !== undefined && { id }),
    });
    client.send({ type: 'subscribe', id: 'good', last: 0 });
    expect(await client.next('live')).toEqual({ type: 'live', id: 'good' });
    client.socket.close();
  });

  it('a subscription that stands already, and one too many', async () => {
    const client = await connect();
    for (const i of seqs(MAX_SUBSCRIPTIONS)) client.send({ type: 'subscribe', id: String(i), last: 0 });
    client.send({ type: 'subscribe', id: '1', last: 0 });
    expect(await client.next('error')).toMatchObject({ code: 'duplicate_subscription', id: '1' });
    client.send({ type: 'subscribe', id: 'more', last: 0 });
    expect(await client.next('error')).toMatchObject({ code: 'too_many_subscriptions', id: 'more' });
    client.socket.close();
  });

  it('except when there are too many', async () => {
    const client = await connect();
    for (const _ of seqs(200)) client.send({ type: 'ping' });
    expect(await client.next('error')).toMatchObject({ code: 'too_many_messages' });
    expect((await client.closed).code).toBe(CLOSE_CODES.tooMany);
    await expectGoodRequest(server);
  });

  it('or far too large', async () => {
    const client = await connect();
    client.socket.send('x'.repeat(MAX_CLIENT_FRAME_BYTES * 8));
    expect((await client.closed).code).toBe(1009);
    await expectGoodRequest(server);
  });
});
