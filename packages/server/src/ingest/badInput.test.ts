import { gzipSync } from 'node:zlib';
import {
  MAX_BATCH_ENTRIES,
  MAX_BODY_BYTES,
  MAX_DEPTH,
  MAX_OBJECT_KEYS,
  type Problem,
  type ProblemCode,
} from '@tailrace/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logLine, seqs } from '../../testing/entries.ts';
import { expectGoodRequest, expectProblem, keys, nested } from '../../testing/expectations.ts';
import {
  rawRequest,
  segmentBody,
  segmentHeader,
  startTestServer,
  type TestServer,
} from '../../testing/testServer.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

describe('a body that cannot be read is refused as a whole', () => {
  const good = logLine(1);
  const header = segmentHeader([good]);
  const bodies: [name: string, body: string, code: ProblemCode, detail: RegExp][] = [
    ['an empty body', '', 'invalid_segment', /^Line 1: the body is empty/],
    ['blank lines only', '\n \n', 'invalid_segment', /^Line 1: the body is empty/],
    ['no JSON at all', 'hello', 'invalid_segment', /^Line 1: a segment begins with a header/],
    [
      'an entry without a header',
      JSON.stringify(good),
      'invalid_segment',
      /^Line 1: a segment begins with a header/,
    ],
    ['a header that is cut', '{"v":1,"session":', 'invalid_segment', /^Line 1: the header is not valid JSON/],
    ['another version', JSON.stringify({ ...header, v: 2 }), 'invalid_segment', /^Line 1: v: /],
    [
      'a session of another form',
      JSON.stringify({ ...header, session: 'short' }),
      'invalid_segment',
      /^Line 1: session: must be 16 characters/,
    ],
    ['a number that is none', JSON.stringify({ ...header, from: '1' }), 'invalid_segment', /^Line 1: from: /],
    [
      'a time that is none',
      JSON.stringify({ ...header, sent_at: 'now' }),
      'invalid_segment',
      /^Line 1: sent_at: must be an ISO 8601 time/,
    ],
    [
      'a drop reason that is none',
      JSON.stringify({ ...header, dropped: [[1, 2, 'bored']] }),
      'invalid_segment',
      /^Line 1: dropped\.0\.2: must be a drop reason/,
    ],
    [
      'a header whose entries are missing',
      JSON.stringify(header),
      'invalid_segment',
      /^Line 1: from 1 to 1 does not match the 0 entries/,
    ],
    [
      'entries that the header does not have',
      segmentBody([good], { to: 0 }),
      'invalid_segment',
      /^Line 1: from 1 to 0 does not match the 1 entries/,
    ],
    [
      'a second header that is wrong',
      `${segmentBody([good])}{"v":1}`,
      'invalid_segment',
      /^Line 3: session: /,
    ],
    [
      'a header that is too deep',
      `{"v":1,"resource":${nested(MAX_DEPTH)}}`,
      'invalid_segment',
      /^Line 1: a header is at most 16 deep/,
    ],
    [
      'a header that is too long',
      `{"v":1,"x":"${'x'.repeat(64 * 1024)}"}`,
      'invalid_segment',
      /^Line 1: a header has at most 65536 bytes/,
    ],
    [
      'a resource that is too long',
      segmentBody([good], { resource: { app: 'x'.repeat(5000) } }),
      'invalid_segment',
      /^Line 1: resource has at most 4096 bytes/,
    ],
    [
      'a resource with too many keys',
      segmentBody([good], { resource: keys(MAX_OBJECT_KEYS + 1) }),
      'invalid_segment',
      /^Line 1: resource: An object has at most 100 keys/,
    ],
    [
      'too many entries',
      segmentBody(seqs(MAX_BATCH_ENTRIES + 1).map((seq) => logLine(seq))),
      'too_many_entries',
      /at most 500 entries/,
    ],
    ['a body that is too large', 'x'.repeat(MAX_BODY_BYTES + 1), 'body_too_large', /at most 1048576 bytes/],
  ];

  it.each(bodies)('%s', async (_name, body, code, detail) => {
    await expectProblem(await server.ingest(body), code, detail);
    await expectGoodRequest(server);
  });

  const jsonBodies: [name: string, body: string, code: ProblemCode, detail: RegExp][] = [
    ['malformed JSON', '{"message":', 'invalid_json', /not valid JSON/],
    ['an empty JSON body', '', 'invalid_json', /not valid JSON/],
    ['a JSON number', '42', 'invalid_entry', /Send an object with a message/],
    ['JSON null', 'null', 'invalid_entry', /Send an object with a message/],
    ['no entries', '[]', 'invalid_entry', /Send at least one entry/],
    ['an object without a message', '{"level":"info"}', 'invalid_entry', /^message: /],
    ['a message of another type', '{"message":42}', 'invalid_entry', /^message: /],
    ['an unknown level', '{"message":"a","level":"loud"}', 'invalid_entry', /^level: /],
    ['a time out of range', '{"message":"a","timestamp":1e300}', 'invalid_entry', /^timestamp: /],
    ['a JSON bomb of arrays', nested(100_000), 'invalid_entry', /at most 16 deep/],
    [
      'too many JSON entries',
      JSON.stringify(seqs(501).map(() => ({ message: 'a' }))),
      'too_many_entries',
      /at most 500/,
    ],
  ];

  it.each(jsonBodies)('%s', async (_name, body, code, detail) => {
    await expectProblem(await server.ingest(body, { 'Content-Type': 'application/json' }), code, detail);
    await expectGoodRequest(server);
  });
});

describe('an encoding that cannot be read is refused', () => {
  function send(body: Buffer, headers: Record<string, string>): Promise<Response> {
    return server.fetch('/api/v1/logs', {
      method: 'POST',
      key: server.keys.ingest,
      body: new Uint8Array(body),
      headers: { 'Content-Type': 'application/x-ndjson', ...headers },
    });
  }
  const gzip = { 'Content-Encoding': 'gzip' };
  const zeros = Buffer.alloc(5 * 1024 * 1024);

  const encodings: [
    name: string,
    body: Buffer,
    headers: Record<string, string>,
    code: ProblemCode,
    detail: RegExp,
  ][] = [
    ['bytes that are no gzip', Buffer.from('hello'), gzip, 'invalid_gzip', /not valid gzip/],
    [
      'gzip that is cut',
      gzipSync(segmentBody([logLine(1)])).subarray(0, 40),
      gzip,
      'invalid_gzip',
      /not valid gzip/,
    ],
    ['an empty gzip body', Buffer.alloc(0), gzip, 'invalid_gzip', /not valid gzip/],
    [
      'a gzip bomb',
      gzipSync(zeros),
      gzip,
      'body_too_large',
      /inflates to at most 4194304 bytes and 100 times/,
    ],
    [
      'a gzip bomb within gzip',
      gzipSync(gzipSync(zeros)),
      gzip,
      'invalid_segment',
      /^Line 1: a segment begins/,
    ],
    [
      'a ratio over 100',
      gzipSync(zeros.subarray(0, 1024 * 1024)),
      gzip,
      'body_too_large',
      /100 times its size/,
    ],
    [
      'brotli',
      Buffer.from('x'),
      { 'Content-Encoding': 'br' },
      'unsupported_encoding',
      /Content-Encoding: gzip/,
    ],
    [
      'an unknown content type',
      Buffer.from('x'),
      { 'Content-Type': 'text/html' },
      'unsupported_media_type',
      /application\/x-ndjson/,
    ],
    [
      'no content type',
      Buffer.from('x'),
      { 'Content-Type': '' },
      'unsupported_media_type',
      /application\/x-ndjson/,
    ],
  ];

  it.each(encodings)('%s', async (_name, body, headers, code, detail) => {
    await expectProblem(await send(body, headers), code, detail);
    await expectGoodRequest(server);
  });

  it('an oversized body in chunks gets its answer, and not a reset', async () => {
    const { status, body } = await rawRequest(
      `${server.url}/api/v1/logs`,
      {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${server.keys.ingest}`,
          'Content-Type': 'application/x-ndjson',
          'Transfer-Encoding': 'chunked',
        },
      },
      seqs(48).map(() => Buffer.alloc(64 * 1024, 'x')),
    );
    expect(status).toBe(413);
    expect((JSON.parse(body) as Problem).code).toBe('body_too_large');
    await expectGoodRequest(server);
  });
});
