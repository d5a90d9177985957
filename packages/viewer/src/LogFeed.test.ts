import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { LogFeed } from './LogFeed.ts';
import { LogStreamingService } from './stream/LogStreamingService.ts';
import { reconnecting } from './stream/socket/reconnecting.ts';
import { TestServer } from './stream/testServer.ts';

let server: TestServer;
let feed: LogFeed;
let close: () => void;

beforeEach(async () => {
  server = await TestServer.start();
  server.add(40);
  const service = new LogStreamingService(server.url, { createSocket: reconnecting({ WebSocket }) });
  feed = new LogFeed({ service, last: 10, maxEntries: 10 });
  close = feed.open();
  await vi.waitUntil(() => feed.caughtUp);
});

afterEach(async () => {
  close();
  await server.stop();
});

const seqs = () => Array.from({ length: feed.buffer.length }, (_, index) => feed.buffer.entryAt(index)?.seq);
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

it('fetches what is older than it keeps, up to the first entry', async () => {
  expect([seqs(), feed.atStart]).toEqual([range(31, 40), false]);
  await feed.loadOlder();
  expect([seqs(), feed.atStart]).toEqual([range(1, 40), true]);
});

it('fetches what a gap left out', async () => {
  server.epoch = 'e1';
  server.broadcast(
    JSON.stringify({ type: 'gap', id: 's1', from: 'e1.40', to: 'e1.42', count: 2, reason: 'slow' }),
  );
  await vi.waitUntil(() => feed.buffer.kindAt(feed.buffer.length - 1) === 'gap');
  const row = feed.buffer.get(feed.buffer.length - 1)!;
  server.add(3);
  await vi.waitUntil(() => seqs().at(-1) === 43);
  expect(seqs().slice(-3)).toEqual([40, undefined, 43]);
  await feed.fillGap(row as Extract<typeof row, { kind: 'gap' }>);
  expect(seqs().slice(-4)).toEqual(range(40, 43));
});

it('drops what was under way when the filter changes', async () => {
  const underWay = feed.loadOlder();
  feed.setFilter('level:error');
  await expect(underWay).rejects.toMatchObject({ name: 'AbortError' });
  await vi.waitUntil(() => feed.buffer.length === 0);
});
