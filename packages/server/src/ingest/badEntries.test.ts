import {
  MAX_DEPTH,
  MAX_ENTRY_BYTES,
  MAX_ENTRY_KEYS,
  MAX_MESSAGE_LENGTH,
  MAX_OBJECT_KEYS,
  type IngestReply,
  type RejectionCode,
} from '@tailrace/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logLine, seqs } from '../../testing/entries.ts';
import { keys, nested } from '../../testing/expectations.ts';
import { segmentHeader, startTestServer, type TestServer } from '../../testing/testServer.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

describe('an entry that cannot be taken is refused by itself', () => {
  const line = (fields: object) => JSON.stringify({ ...logLine(2), ...fields });
  const entries: [name: string, line: string, code: RejectionCode, message: RegExp][] = [
    ['malformed JSON', '{"seq":2,"timestamp"', 'invalid_json', /not valid JSON/],
    [
      'a raw control character',
      line({ message: '@' }).replace('@', '\u0001'),
      'invalid_json',
      /not valid JSON/,
    ],
    ['an array', '[2]', 'invalid_entry', /expected object/],
    ['no message', line({ message: undefined }), 'invalid_entry', /^message: /],
    ['an unknown level', line({ level: 'loud' }), 'invalid_entry', /^level: /],
    ['a level in another spelling', line({ level: 'WARN' }), 'invalid_entry', /^level: /],
    ['a context that is a list', line({ context: [] }), 'invalid_entry', /^context: /],
    ['an error without a name', line({ error: { message: 'x' } }), 'invalid_entry', /^error\.name: /],
    ['a date that is none', line({ timestamp: '2026-13-45T99:00:00Z' }), 'invalid_entry', /^timestamp: /],
    [
      'a message that is too long',
      line({ message: 'x'.repeat(MAX_MESSAGE_LENGTH + 1) }),
      'too_large',
      /^message: /,
    ],
    [
      'an entry that is too large',
      line({ metadata: { x: 'é'.repeat(MAX_ENTRY_BYTES / 2) } }),
      'too_large',
      /at most 65536 bytes/,
    ],
    [
      'an entry that is too deep',
      `{"seq":2,"metadata":{"x":${nested(MAX_DEPTH - 1)}}}`,
      'too_deep',
      /at most 16 deep/,
    ],
    ['a bomb of arrays', `{"seq":2,"metadata":${nested(30_000)}}`, 'too_deep', /at most 16 deep/],
    [
      'an object with too many keys',
      line({ metadata: keys(MAX_OBJECT_KEYS + 1) }),
      'too_many_keys',
      /at most 100 keys/,
    ],
    [
      'an entry with too many keys',
      line({ metadata: Object.fromEntries(seqs(6).map((i) => [`k${i}`, keys(90)])) }),
      'too_many_keys',
      new RegExp(`at most ${MAX_ENTRY_KEYS} keys`),
    ],
    [
      'an array that is too long',
      line({ metadata: { x: seqs(257) } }),
      'too_many_keys',
      /at most 256 elements/,
    ],
    ['a number that the header does not have', line({ seq: 9 }), 'seq_out_of_range', /holds 1 to 3/],
    ['a number that is there already', line({ seq: 1 }), 'seq_repeated', /twice/],
    ['a number that is none', line({ seq: 0 }), 'invalid_entry', /^seq: /],
  ];

  it.each(entries)('%s', async (_name, bad, code, message) => {
    const lines = [JSON.stringify(logLine(1)), bad, JSON.stringify(logLine(3))];
    const header = segmentHeader([logLine(1), logLine(3)]);
    const answer = await server.ingest([JSON.stringify(header), ...lines].join('\n'));
    expect(answer.status).toBe(200);
    const [reply] = ((await answer.json()) as IngestReply).segments;
    expect(reply).toMatchObject({ session: header.session, from: 1, to: 3, accepted: 2, duplicates: 0 });
    expect(reply?.rejected).toEqual([
      { seq: expect.any(Number) as number, code, message: expect.stringMatching(message) as string },
    ]);
  });

  it('in JSON of simple clients too, counted as given up', async () => {
    const body = JSON.stringify([{ message: 'a' }, { message: 1 }, { message: 'b', metadata: keys(101) }]);
    const answer = await server.ingest(body, { 'Content-Type': 'application/json' });
    const [reply] = ((await answer.json()) as IngestReply).segments;
    expect(reply).toMatchObject({ accepted: 1 });
    expect(reply?.rejected.map(({ seq, code }) => [seq - reply.from, code])).toEqual([
      [1, 'invalid_entry'],
      [2, 'too_many_keys'],
    ]);
    const account = await (await server.fetch(`/api/v1/sessions/${reply?.session}`)).json();
    expect(account).toMatchObject({ queued: 0, missing: [] });
  });
});
