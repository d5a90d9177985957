import {
  formatCursor,
  HEARTBEAT_MS,
  MAX_ENTRIES_BEHIND,
  MAX_UNACKNOWLEDGED_BYTES,
  SILENCE_MS,
  type ClientMessage,
  type LogLine,
} from '@tailrace/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { logLine, newSegment, seqs } from '../../testing/entries.ts';
import { createScriptedSocket, type ScriptedSocket } from '../../testing/scriptedSocket.ts';
import { createAppendSegments, type AppendSegments } from '../ingest/appendSegments.ts';
import type { LogHub } from '../hub/LogHub.ts';
import { createMemoryHub } from '../hub/memory.ts';
import { SILENT_LOG } from '../ServerLog.ts';
import { createMemorySettings } from '../settings/memory.ts';
import { RuntimeLevels } from '../settings/RuntimeLevels.ts';
import { createMemoryStore } from '../store/memory.ts';
import type { LogStore } from '../store/LogStore.ts';
import { LiveFeed } from './LiveFeed.ts';
import { PlainPrinter } from './PlainPrinter.ts';
import { AnalysisQueue } from '../analysis/AnalysisQueue.ts';
import { createSummaryAnalyzer } from '../analysis/summary.ts';
import { AnalysisMetrics } from '../metrics/AnalysisMetrics.ts';
import { Registry } from 'prom-client';
import { SharedCounts } from './SharedCounts.ts';
import { StreamSession } from './StreamSession.ts';

/** Longer than any batch time, and shorter than a heartbeat. */
const SETTLE_MS = 200;

let store: LogStore;
let hub: LogHub;
let feed: LiveFeed;
let append: AppendSegments;
let levels: RuntimeLevels;
let sessions: StreamSession[];

beforeEach(async () => {
  vi.useFakeTimers();
  store = createMemoryStore();
  hub = createMemoryHub(0);
  feed = new LiveFeed(hub, store.epoch);
  append = createAppendSegments(store, hub);
  levels = await RuntimeLevels.load(createMemorySettings());
  sessions = [];
});
afterEach(() => {
  for (const session of sessions) session.stop();
  vi.useRealTimers();
});

function connect(): {
  socket: ScriptedSocket;
  say: (message: ClientMessage) => Promise<void>;
  session: StreamSession;
} {
  const socket = createScriptedSocket();
  const session = new StreamSession(
    {
      store,
      feed,
      counts: new SharedCounts(store),
      analyses: new AnalysisQueue({
        analyzer: createSummaryAnalyzer(),
        metrics: new AnalysisMetrics(new Registry()),
        log: SILENT_LOG,
      }),
      printer: new PlainPrinter(store.epoch),
      levels,
      bufferSize: 5,
      log: SILENT_LOG,
    },
    { tenant: 'main' },
    socket,
  );
  sessions.push(session);
  const say = async (message: ClientMessage) => {
    session.receive(JSON.stringify(message));
    await vi.advanceTimersByTimeAsync(SETTLE_MS);
  };
  return { socket, say, session };
}

async function log(count: number, fields: Partial<LogLine> = {}): Promise<void> {
  const segment = newSegment(seqs(count).map((seq) => logLine(seq, fields)));
  await append([segment]);
  await vi.advanceTimersByTimeAsync(SETTLE_MS);
}

function positions(socket: ScriptedSocket, id?: string): number[] {
  return socket
    .of('logs')
    .filter((message) => id === undefined || message.id === id)
    .flatMap(({ entries }) => entries.map(({ cursor }) => Number(cursor.split('.')[1])));
}

function cursor(position: number): string {
  return formatCursor(store.epoch, position);
}

describe('a framed stream', () => {
  it('says hello with its epoch and its limits', () => {
    const { socket } = connect();
    const [hello] = socket.of('hello');
    expect(hello).toMatchObject({
      version: 1,
      epoch: store.epoch,
      heartbeat_ms: HEARTBEAT_MS,
      levels: { version: 0, levels: {} },
    });
    expect(hello?.limits['unacknowledged_bytes']).toBe(MAX_UNACKNOWLEDGED_BYTES);
  });

  it('gets its own tenant’s level settings in the hello, and each change, until it ends', async () => {
    const before = await levels.set('main', { '': 'warning' });
    const { socket, session } = connect();
    expect(socket.of('hello')[0]?.levels).toEqual(before);
    await levels.set('other', { '': 'error' });
    const changed = await levels.set('main', { 'shop.cart': 'debug' });
    expect(socket.of('levels')).toEqual([{ type: 'levels', ...changed }]);
    session.stop();
    await levels.set('main', {});
    expect(socket.of('levels')).toHaveLength(1);
  });

  it('replays the last entries, says that it is live, and goes on without gap or repeat', async () => {
    await log(10);
    const { socket, say } = connect();
    await say({ type: 'subscribe', id: 'a', last: 3 });
    expect(socket.messages().map(({ type }) => type)).toEqual(['hello', 'subscribed', 'logs', 'live']);
    await log(2);
    expect(positions(socket)).toEqual([8, 9, 10, 11, 12]);
    expect(socket.of('logs').map(({ phase, from, to }) => [phase, from, to])).toEqual([
      ['replay', cursor(7), cursor(10)],
      ['live', cursor(10), cursor(12)],
    ]);
  });

  it('begins with what comes next when it is asked to', async () => {
    await log(3);
    const { socket, say } = connect();
    await say({ type: 'subscribe', id: 'a', after: 'now' });
    await log(1);
    expect(positions(socket)).toEqual([4]);
  });

  it('resumes strictly after a cursor', async () => {
    await log(5);
    const { socket, say } = connect();
    await say({ type: 'subscribe', id: 'a', after: cursor(3) });
    expect(socket.of('subscribed')).toEqual([{ type: 'subscribed', id: 'a', generation: 1, resumed: true }]);
    expect(positions(socket)).toEqual([4, 5]);
  });

  it.each([
    ['of another store', 'other.3'],
    ['beyond the newest entry', 'head'],
  ])('starts anew with the last entries for a cursor %s', async (_name, after) => {
    await log(9);
    const { socket, say } = connect();
    await say({ type: 'subscribe', id: 'a', after: after === 'head' ? cursor(100) : after });
    expect(socket.of('subscribed')).toMatchObject([{ resumed: false }]);
    expect(positions(socket)).toEqual([5, 6, 7, 8, 9]);
  });

  it('gathers what arrives within the batch time into one frame', async () => {
    const { socket, say } = connect();
    await say({ type: 'subscribe', id: 'a', last: 0, batch_ms: 50 });
    for (const _ of seqs(4)) {
      await append([newSegment([logLine(1)])]);
      await vi.advanceTimersByTimeAsync(10);
    }
    await vi.advanceTimersByTimeAsync(SETTLE_MS);
    expect(socket.of('logs').map(({ phase, entries }) => [phase, entries.length])).toEqual([
      ['replay', 0],
      ['live', 4],
    ]);
    expect(positions(socket)).toEqual([1, 2, 3, 4]);
  });

  it('is not woken before its batch time by an acknowledgement, which would make a frame of little', async () => {
    const { socket, say, session } = connect();
    await say({ type: 'subscribe', id: 'a', last: 0, batch_ms: 50 });
    for (const seq of seqs(3)) {
      await append([newSegment([logLine(1)])]);
      session.receive(JSON.stringify({ type: 'ack', cursor: cursor(seq - 1) }));
      await vi.advanceTimersByTimeAsync(10);
    }
    await vi.advanceTimersByTimeAsync(SETTLE_MS);
    expect(socket.of('logs').map(({ entries }) => entries.length)).toEqual([0, 3]);
  });

  it('gives a cursor to resume from before the first entry comes', async () => {
    await log(3);
    const { socket, say } = connect();
    await say({ type: 'subscribe', id: 'a', after: 'now' });
    expect(socket.of('logs')).toMatchObject([{ phase: 'replay', to: cursor(3), entries: [] }]);
  });

  it('encodes entries once for all subscribers of one filter', async () => {
    const clients = [connect(), connect()];
    for (const { say } of clients) await say({ type: 'subscribe', id: 'a', last: 0, filter: 'level:error' });
    await log(2, { level: 'error' });
    const filter = {
      filter: { kind: 'level', level: 'error' },
      key: 'level:error',
      matches: () => true,
    } as const;
    expect(feed.read('main', filter, 0)).toBe(feed.read('main', filter, 0));
    for (const { socket } of clients) expect(positions(socket)).toEqual([1, 2]);
  });

  it('moves its cursor on when nothing matches, and not with every batch', async () => {
    await log(3);
    const { socket, say } = connect();
    await say({ type: 'subscribe', id: 'a', filter: 'level:error', after: cursor(0) });
    expect(socket.of('logs')).toMatchObject([{ from: cursor(0), to: cursor(3), entries: [] }]);
    for (const _ of seqs(10)) await log(1);
    const told = socket.of('logs');
    expect(told.length).toBeLessThan(6);
    expect(told.length).toBeGreaterThan(1);
    await log(1, { level: 'error' });
    const frames = socket.of('logs');
    expect(frames.at(-1)).toMatchObject({ to: cursor(14), entries: [{ level: 'error' }] });
    frames.slice(1).forEach(({ from }, i) => expect(from).toBe(frames[i]?.to));
  });

  it('changes its filter from where it is, under a new generation', async () => {
    const { socket, say } = connect();
    await say({ type: 'subscribe', id: 'a', last: 0, filter: 'level:error' });
    await log(1);
    await say({ type: 'update', id: 'a', filter: 'level:info' });
    expect(socket.of('subscribed')).toMatchObject([{ generation: 1 }, { generation: 2 }]);
    await log(1);
    expect(socket.of('logs').at(-1)).toMatchObject({ generation: 2, entries: [{ level: 'info' }] });
    expect(positions(socket)).toEqual([2]);
  });

  it('holds a paused subscription, and catches up from the store when it is resumed', async () => {
    const { socket, say } = connect();
    await say({ type: 'subscribe', id: 'a', last: 0 });
    await say({ type: 'subscribe', id: 'b', last: 0 });
    await say({ type: 'pause', id: 'a' });
    await log(3);
    expect(positions(socket, 'a')).toEqual([]);
    expect(positions(socket, 'b')).toEqual([1, 2, 3]);
    await say({ type: 'resume', id: 'a' });
    expect(positions(socket, 'a')).toEqual([1, 2, 3]);
  });

  it('ends a subscription that is not wanted any more', async () => {
    const { socket, say } = connect();
    await say({ type: 'subscribe', id: 'a', last: 0 });
    await say({ type: 'unsubscribe', id: 'a' });
    await log(1);
    expect(positions(socket)).toEqual([]);
    await say({ type: 'subscribe', id: 'a', after: cursor(0) });
    expect(positions(socket)).toEqual([1]);
  });

  it('shows a subscriber nothing of another tenant', async () => {
    const { socket, say } = connect();
    await say({ type: 'subscribe', id: 'a', last: 0 });
    await append([newSegment([logLine(1)], { tenant: 'other' })]);
    await log(1);
    expect(positions(socket)).toEqual([2]);
  });
});

describe('a slow subscriber', () => {
  /** About 16 kB an entry, so that 64 of them fill the send window. */
  const large = { message: 'x'.repeat(16_000) };

  it('gets no more than the send window until it acknowledges', async () => {
    const { socket, say } = connect();
    await say({ type: 'subscribe', id: 'a', last: 0 });
    await log(300, large);
    const first = positions(socket);
    const bytes = socket.sent.reduce((sum, message) => sum + message.length, 0);
    expect(first.length).toBeLessThan(100);
    expect(bytes).toBeLessThan(MAX_UNACKNOWLEDGED_BYTES * 1.5);
    while (positions(socket).length < 300) {
      const before = positions(socket).length;
      await say({ type: 'ack', cursor: socket.of('logs').at(-1)!.to });
      expect(positions(socket).length).toBeGreaterThan(before);
    }
    expect(positions(socket)).toEqual(seqs(300));
    expect(socket.of('gap')).toEqual([]);
  });

  it('that is too far behind gets one gap with the exact count, and goes on from the newest', async () => {
    const { socket, say } = connect();
    await say({ type: 'subscribe', id: 'a', filter: 'level:error', last: 0 });
    await log(100, { ...large, level: 'error' });
    const got = positions(socket).length;
    const last = socket.of('logs').at(-1)!.to;
    for (const _ of seqs(10)) await log(MAX_ENTRIES_BEHIND / 10);
    await log(7, { level: 'error' });
    expect(positions(socket)).toHaveLength(got);
    await say({ type: 'ack', cursor: last });
    expect(socket.of('gap')).toEqual([
      { type: 'gap', id: 'a', from: last, to: cursor(store.head), count: 100 - got + 7, reason: 'slow' },
    ]);
    await log(1, { level: 'error' });
    expect(positions(socket).slice(got)).toEqual([store.head]);
  });

  it('that comes back after a long time gets everything, because it does not fall further behind', async () => {
    for (const _ of seqs(11)) await log(MAX_ENTRIES_BEHIND / 10);
    await log(5);
    const { socket, say } = connect();
    await say({ type: 'subscribe', id: 'a', after: cursor(0) });
    while (socket.of('live').length === 0) await say({ type: 'ack', cursor: socket.of('logs').at(-1)!.to });
    expect(socket.of('gap')).toEqual([]);
    expect(positions(socket)).toHaveLength(store.head);
  });
});

describe('the heartbeat of a stream', () => {
  it('comes with the newest position', async () => {
    const { socket, session } = connect();
    await log(2);
    await vi.advanceTimersByTimeAsync(HEARTBEAT_MS);
    session.heard();
    expect(socket.of('heartbeat')).toEqual([{ type: 'heartbeat', head: cursor(2) }]);
    expect(socket.pings).toBe(1);
  });

  it('keeps a stream open whose client answers, and ends one that is silent', async () => {
    const answering = connect();
    const silent = connect();
    for (const _ of seqs(4)) {
      await vi.advanceTimersByTimeAsync(SILENCE_MS / 2);
      answering.session.heard();
    }
    expect(answering.socket.isTerminated).toBe(false);
    expect(silent.socket.isTerminated).toBe(true);
  });
});
