import type { LogEntry, IngestReply, LogLine } from '@tailrace/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { logLine } from '../../testing/entries.ts';
import { segmentHeader, startTestServer, type TestServer } from '../../testing/testServer.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.close());

describe('awkward data is kept', () => {
  async function store(line: string): Promise<{ text: string; entry: LogEntry }> {
    const header = segmentHeader([logLine(1)]);
    expect((await server.ingest(`${JSON.stringify(header)}\n${line}\n`)).status).toBe(200);
    const answer = await server.fetch(`/api/v1/logs/${header.session}-1`);
    const text = await answer.text();
    return { text, entry: JSON.parse(text) as LogEntry };
  }
  const printed = JSON.stringify(logLine(1));

  it('as the very bytes that came', async () => {
    const line =
      String.raw`{"seq":1,  "timestamp":"2026-11-20T10:30:00Z","level":"info","source":"ü","message":"A\u0042 \ud83d\ude00".}`.replace(
        '.}',
        ',"x":1.50}',
      );
    const plain = line.replace(String.raw` \ud83d\ude00`, ' 😀');
    expect((await store(plain)).text.endsWith(plain.slice(1))).toBe(true);
    expect((await store(line)).entry.message).toBe('AB 😀');
  });

  it('with NUL and lone surrogates made visible', async () => {
    const line = printed.replace(
      '"Entry 1"',
      String.raw`"a\u0000b\ud800c","metadata":{"k\u0000":["\udc00"]}`,
    );
    const { entry } = await store(line);
    expect(entry.message).toBe('a␀b\uFFFDc');
    expect(entry.metadata).toEqual({ 'k␀': ['\uFFFD'] });
  });

  it('with bytes that are not UTF-8 made visible', async () => {
    const header = segmentHeader([logLine(1)]);
    const [before, after] = printed.split('Entry 1') as [string, string];
    const body = Buffer.concat([
      Buffer.from(`${JSON.stringify(header)}\n${before}`),
      Buffer.from([0xc3, 0x28, 0xff]),
      Buffer.from(after),
    ]);
    const answer = await server.fetch('/api/v1/logs', {
      method: 'POST',
      body: new Uint8Array(body),
      headers: { 'Content-Type': 'text/plain' },
    });
    expect(answer.status).toBe(200);
    const entry = (await (await server.fetch(`/api/v1/logs/${header.session}-1`)).json()) as LogEntry;
    expect(entry.message).toBe('\uFFFD(\uFFFD');
  });

  it('with keys that would change prototypes as plain data', async () => {
    const line = printed.replace(
      '"Entry 1"',
      '"a","__proto__":{"polluted":1},"metadata":{"__proto__":{"polluted":2},"constructor":1}',
    );
    const { text } = await store(line);
    expect(text).toContain('"__proto__":{"polluted":2}');
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    const simple = await server.ingest(
      '{"message":"p","__proto__":{"polluted":3},"metadata":{"__proto__":4}}',
      { 'Content-Type': 'application/json' },
    );
    const { session, from } = ((await simple.json()) as IngestReply).segments[0]!;
    expect(await (await server.fetch(`/api/v1/logs/${session}-${from}`)).text()).toContain(
      '"metadata":{"__proto__":{"polluted":3}}',
    );
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('without what only the server may state', async () => {
    const claimed = {
      ...logLine(1),
      id: 'forged',
      cursor: 'forged',
      received_at: 'forged',
      resource: { app: 'forged' },
      session: 'forged',
      metadata: { a: 1 },
    };
    const { text, entry } = await store(JSON.stringify(claimed));
    expect(entry.id).toMatch(/-1$/);
    expect(text.match(/"cursor":/g)).toHaveLength(2);
    expect(entry.cursor).not.toBe('forged');
    expect(entry.metadata).toMatchObject({ a: 1, id: 'forged', cursor: 'forged' });
  });
});

describe('a clock that is off', () => {
  it.each([-3_600_000, 3_600_000])('by %d ms is corrected, and what it said is kept', async (skewMs) => {
    const said = new Date(Date.now() + skewMs).toISOString();
    const entry: LogLine = logLine(1, { timestamp: said });
    const header = segmentHeader([entry], { sent_at: said });
    await server.ingest(`${JSON.stringify(header)}\n${JSON.stringify(entry)}`);
    const stored = (await (await server.fetch(`/api/v1/logs/${header.session}-1`)).json()) as LogEntry;
    expect(Math.abs(Date.parse(stored.timestamp) - Date.now())).toBeLessThan(60_000);
    expect(stored.metadata).toEqual({ producer_timestamp: said });
  });

  it('is left alone where the sender does not say when it sent', async () => {
    const entry: LogLine = logLine(1, { timestamp: '2026-11-20T10:30:00.000Z' });
    const { sent_at: _sentAt, ...header } = segmentHeader([entry]);
    await server.ingest(`${JSON.stringify(header)}\n${JSON.stringify(entry)}`);
    const stored = (await (await server.fetch(`/api/v1/logs/${header.session}-1`)).json()) as LogEntry;
    expect(stored.timestamp).toBe('2026-11-20T10:30:00.000Z');
    expect(stored.metadata).toBeUndefined();
  });
});
