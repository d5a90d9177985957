import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LogBuffer } from './LogBuffer.ts';
import { LogStreamingService } from './LogStreamingService.ts';
import { TestServer } from './testServer.ts';

let server: TestServer;
let service: LogStreamingService;

beforeEach(async () => {
  server = await TestServer.start();
  service = new LogStreamingService(server.url, { getToken: () => 'key' });
});

afterEach(() => server.stop());

const seqsOf = (buffer: LogBuffer) =>
  Array.from({ length: buffer.length }, (_, index) => buffer.entryAt(index)?.seq);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

describe('LogHistory', () => {
  it('leads to the first entry, page by page, with none left out', async () => {
    server.add(25);
    const buffer = new LogBuffer({ capacity: 5 });
    buffer.append(server.entries.slice(-5));
    const history = service.history({ pageSize: 8 });
    for (let page = 0; page < 9 && !history.atStart; page += 1)
      buffer.prepend(await history.older(buffer.timeAt(0)));
    expect(seqsOf(buffer)).toEqual(range(1, 25));
    expect(await history.older(buffer.timeAt(0))).toEqual([]);
    expect(server.pages).toHaveLength(3);
    expect(new Set(server.authorizations)).toEqual(new Set(['Bearer key']));
  });

  it('keeps to its filter, and fetches a page once however often it is asked for', async () => {
    server.add(4, 'info');
    server.add(3, 'error');
    const history = service.history({ filter: 'level:error', pageSize: 2 });
    const [one, same] = await Promise.all([history.older(), history.older()]);
    expect([one.map(({ seq }) => seq), same]).toEqual([[6, 7], one]);
    expect(server.pages).toHaveLength(1);
    expect((await history.older()).map(({ seq }) => seq)).toEqual([5]);
    expect(history.atStart).toBe(true);
  });

  it('fetches the entries of a gap, and no others', async () => {
    server.add(30);
    const gap = { from: 'e1.10', to: 'e1.20', count: 10, reason: 'slow' } as const;
    const buffer = new LogBuffer();
    buffer.append(server.entries.slice(0, 10));
    buffer.addGap(gap);
    buffer.append(server.entries.slice(20));
    const history = service.history({ pageSize: 7 });
    const entries = await history.gap(gap, { before: server.entries[9], after: server.entries[20] });
    expect(entries.map(({ seq }) => seq)).toEqual(range(11, 20));
    buffer.fillGap(gap, entries);
    expect(seqsOf(buffer)).toEqual(range(1, 30));
    expect(server.pages[0]!.get('q')).toContain('received_at:');
  });

  it('goes on after a failure, says what it was, and begins anew after an abort', async () => {
    server.add(5);
    const history = service.history({ pageSize: 2 });
    server.pageStatus = 403;
    await expect(history.older()).rejects.toMatchObject({ code: 'refused', message: 'Not now' });
    server.pageStatus = 503;
    await expect(history.older()).rejects.toMatchObject({ code: 'server_error' });
    server.pageStatus = 200;
    expect((await history.older()).map(({ seq }) => seq)).toEqual([4, 5]);
    const underWay = history.older();
    history.abort();
    await expect(underWay).rejects.toMatchObject({ name: 'AbortError' });
    expect((await history.older()).map(({ seq }) => seq)).toEqual([4, 5]);
    const nobody = new LogStreamingService('http://127.0.0.1:9').history();
    await expect(nobody.older()).rejects.toMatchObject({ code: 'connection_lost' });
  });
});
