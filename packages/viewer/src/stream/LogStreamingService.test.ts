import type { LogEntry } from '@tailrace/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { LogStreamingService, type LogStreamingServiceOptions } from './LogStreamingService.ts';
import type { LogStreamError } from './LogStreamError.ts';
import type { SubscribeOptions } from './LogSubscription.ts';
import { eventSource } from './socket/eventSource.ts';
import { reconnecting } from './socket/reconnecting.ts';
import { withFallback } from './socket/withFallback.ts';
import type { StreamEvent } from './StreamEvent.ts';
import { TestServer } from './testServer.ts';

let server: TestServer;
let service: LogStreamingService;
const errors: LogStreamError[] = [];

beforeEach(async () => {
  server = await TestServer.start();
  errors.length = 0;
  // The shortest of all schedules that full jitter may choose.
  vi.spyOn(Math, 'random').mockReturnValue(0);
});

afterEach(async () => {
  service.close();
  vi.restoreAllMocks();
  await server.stop();
});

function connect(options: LogStreamingServiceOptions = {}): LogStreamingService {
  service = new LogStreamingService(server.url, {
    createSocket: reconnecting({ WebSocket }),
    onError: (error) => errors.push(error),
    ...options,
  });
  return service;
}

function follow(options?: SubscribeOptions) {
  const subscription = service.subscribe(options);
  const events: StreamEvent[] = [];
  const entries: LogEntry[] = [];
  subscription.events$.subscribe((event) => {
    events.push(event);
    if (event.type === 'entries') entries.push(...event.entries);
  });
  return { subscription, events, entries, types: () => events.map((event) => event.type) };
}

const state = () => service.currentStatus.state;
const until = (condition: () => boolean) => vi.waitUntil(condition, { timeout: 10_000, interval: 5 });
const seqs = (entries: readonly LogEntry[]) => entries.map((entry) => entry.seq);
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

describe('LogStreamingService', () => {
  it('replays what is stored, says that it is live, and goes on', async () => {
    server.add(3);
    connect();
    const { entries, types } = follow();
    await until(() => state() === 'live');
    server.add(2);
    await until(() => entries.length === 5);
    expect(seqs(entries)).toEqual(upTo(5));
    expect(types()).toEqual(['entries', 'live', 'entries']);
  });

  it('opens one socket for all subscriptions, when the first comes, and closes it after the last', async () => {
    connect();
    expect(server.authorizations).toHaveLength(0);
    const first = follow();
    const second = follow({ filter: 'level:error' });
    await until(() => state() === 'live');
    expect(server.connections).toBe(1);
    server.add(1, 'error');
    server.add(1, 'info');
    await until(() => first.entries.length === 2);
    expect(seqs(second.entries)).toEqual([1]);
    first.subscription.close();
    expect(state()).toBe('live');
    second.subscription.close();
    expect(state()).toBe('closed');
    await until(() => server.connections === 0);
  });

  it('gives every entry once and in order across losses, repetitions and nonsense, however they fall together', async () => {
    vi.restoreAllMocks();
    vi.spyOn(Math, 'random').mockReturnValue(0.01);
    connect();
    const { entries } = follow();
    await until(() => state() === 'live');
    for (let round = 0; round < 60; round += 1) {
      server.add(1 + (round % 7));
      if (round % 5 === 1) server.repeat(9);
      if (round % 7 === 2) server.broadcast('{"type":"logs","id":"s1"}');
      if (round % 11 === 3) server.broadcast('not JSON');
      if (round % 6 === 4) server.cut();
      if (round % 13 === 5) server.close(1012, '5');
      await new Promise((resolve) => setImmediate(resolve));
      if (round % 6 === 5) await until(() => state() === 'live');
    }
    await until(() => entries.length >= server.entries.length);
    expect(seqs(entries)).toEqual(upTo(server.entries.length));
    expect(errors.length).toBeGreaterThan(0);
    expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(['malformed_message']));
  });

  it('resumes strictly after what it has, with a new ticket', async () => {
    server.add(4);
    connect();
    const { entries, types } = follow();
    await until(() => entries.length === 4);
    server.cut();
    server.add(3);
    await until(() => entries.length === 7);
    const subscribes = server.received.filter(({ type }) => type === 'subscribe');
    expect(subscribes.at(-1)).toMatchObject({ after: 'e1.4' });
    expect(server.authorizations).toHaveLength(2);
    expect(types()).not.toContain('reset');
  });

  it('starts anew, and says so, when the store is another one', async () => {
    server.add(4);
    connect();
    const { entries, types } = follow();
    await until(() => entries.length === 4);
    server.epoch = 'e2';
    server.entries.length = 0;
    server.cut();
    server.add(2);
    await until(() => entries.length === 6);
    expect(types()).toEqual(['entries', 'live', 'reset', 'entries', 'live']);
    expect(server.received.at(-1)).not.toHaveProperty('after');
  });

  it('starts anew when the server cannot resume', async () => {
    server.add(2);
    connect();
    const { types } = follow();
    await until(() => state() === 'live');
    server.onConnection = (socket) => {
      socket.on('message', (data: Buffer) => {
        const { type, id } = JSON.parse(data.toString()) as { type: string; id: string };
        if (type !== 'subscribe') return;
        socket.send(JSON.stringify({ type: 'subscribed', id, generation: 1, resumed: false }));
        socket.send(JSON.stringify({ type: 'live', id }));
      });
      socket.send(
        JSON.stringify({ type: 'hello', version: 1, epoch: 'e1', heartbeat_ms: 1, limits: {}, levels: {} }),
      );
      return true;
    };
    server.cut();
    await until(() => types().length === 4);
    expect(types()).toEqual(['entries', 'live', 'reset', 'live']);
  });

  it('changes the filter in place: a reset, then what matches the new one', async () => {
    server.add(3, 'info');
    server.add(2, 'error');
    connect();
    const { subscription, entries, events, types } = follow();
    await until(() => state() === 'live');
    entries.length = events.length = 0;
    subscription.update('level:warning');
    subscription.update('level:error');
    await until(() => entries.length === 2);
    expect(types()[0]).toBe('reset');
    expect(server.connections).toBe(1);
    expect(entries.every(({ level }) => level === 'error')).toBe(true);
  });

  it('keeps the old filter when the server cannot read the new one', async () => {
    connect();
    const { subscription, entries, events, types } = follow({ filter: 'level:info' });
    await until(() => state() === 'live');
    subscription.update('level:lous');
    await until(() => types().includes('error'));
    expect(events.find(({ type }) => type === 'error')).toMatchObject({ code: 'invalid_filter' });
    server.add(1, 'info');
    await until(() => entries.length === 1);
    server.cut();
    server.add(1, 'info');
    await until(() => entries.length === 2);
    expect(types()).not.toContain('reset');
  });

  it('shows what is stored for another filter while it is paused, and then holds back again', async () => {
    server.add(2, 'error');
    connect();
    const { subscription, entries } = follow({ filter: 'level:info' });
    await until(() => state() === 'live');
    subscription.pause();
    subscription.update('level:error');
    await until(() => entries.length === 2 && server.count('pause') === 2);
    server.add(1, 'error');
    subscription.resume();
    await until(() => entries.length === 3);
    expect(seqs(entries)).toEqual([1, 2, 3]);
  });

  it('tells of a filter that never could be read, and takes a better one', async () => {
    server.add(1);
    connect();
    const { subscription, entries, types } = follow({ filter: 'level:lous' });
    await until(() => types().includes('error'));
    expect(server.count('subscribe')).toBe(1);
    subscription.update('');
    await until(() => entries.length === 1);
  });

  it('asks for the new filter after a connection that was lost before the server answered', async () => {
    server.add(2, 'error');
    connect();
    const { subscription, entries, types } = follow({ filter: 'level:info' });
    await until(() => state() === 'live');
    server.cut();
    subscription.update('level:error');
    await until(() => entries.length === 2);
    expect(types()).toContain('reset');
  });

  it('holds back while it is paused, across a lost connection too, and loses nothing', async () => {
    server.add(1);
    connect();
    const { subscription, entries } = follow();
    await until(() => state() === 'live');
    subscription.pause();
    await until(() => server.count('pause') === 1);
    server.add(2);
    server.cut();
    await until(() => server.authorizations.length === 2 && state() === 'live');
    server.add(2);
    expect(seqs(entries)).toEqual([1]);
    subscription.resume();
    await until(() => entries.length === 5);
    expect(seqs(entries)).toEqual(upTo(5));
  });

  it('passes gaps on, and resumes after them', async () => {
    server.add(1);
    connect();
    const { events } = follow();
    await until(() => state() === 'live');
    const gap = { from: 'e1.1', to: 'e1.9', count: 8, reason: 'slow' } as const;
    server.broadcast(JSON.stringify({ type: 'gap', id: 's1', ...gap }));
    await until(() => events.length === 3);
    expect(events.at(-1)).toEqual({ type: 'gap', ...gap });
    server.cut();
    await until(() => server.count('subscribe') === 2);
    expect(server.received.findLast(({ type }) => type === 'subscribe')).toMatchObject({ after: 'e1.9' });
  });

  it('throws away frames of a generation that is over', async () => {
    connect();
    const { entries } = follow();
    await until(() => state() === 'live');
    server.broadcast(
      JSON.stringify({
        type: 'logs',
        id: 's1',
        generation: 0,
        phase: 'live',
        from: 'e1.0',
        to: 'e1.99',
        entries: [],
      }),
    );
    server.add(1);
    await until(() => entries.length === 1);
    expect(seqs(entries)).toEqual([1]);
  });

  it('skips entries that cannot be read, reports them, and keeps the others', async () => {
    connect();
    const { entries } = follow();
    await until(() => state() === 'live');
    server.add(1);
    await until(() => entries.length === 1);
    const good = { ...server.entries[0]!, id: 'other-1', cursor: 'e1.3' };
    const frame = { type: 'logs', id: 's1', generation: 1, phase: 'live', from: 'e1.1', to: 'e1.3' };
    server.broadcast(JSON.stringify({ ...frame, entries: [{ ...good, level: 'loud' }, good] }));
    await until(() => entries.length === 2);
    expect(errors.map(({ message }) => message)).toEqual([
      expect.stringMatching(/^1 of the server's entries/),
    ]);
  });

  it('acknowledges what it took over, in few messages', async () => {
    connect();
    const { entries } = follow();
    await until(() => state() === 'live');
    for (let i = 0; i < 200; i += 1) server.add(1);
    await until(() => entries.length === 200);
    await until(() =>
      server.received.some((message) => message.type === 'ack' && message.cursor === 'e1.200'),
    );
    expect(server.count('ack')).toBeLessThan(10);
  });

  it('shows the token when it asks for a ticket, a new one each time', async () => {
    let asked = 0;
    connect({
      getToken: () => {
        asked += 1;
        return `token-${asked}`;
      },
    });
    follow();
    await until(() => state() === 'live');
    server.cut();
    await until(() => server.authorizations.length === 2);
    expect(server.authorizations).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  it('is refused when tickets are, and comes in later on request', async () => {
    server.ticketStatus = 403;
    server.add(1);
    connect();
    const { entries } = follow();
    await until(() => state() === 'refused');
    expect(service.currentStatus.error?.message).toBe('Not you');
    expect(errors.map(({ code }) => code)).toEqual(['refused']);
    server.ticketStatus = 200;
    service.reconnect();
    await until(() => entries.length === 1);
  });

  it.each([4001, 4003])(
    'tries one more ticket when closed with %i, and is refused after that',
    async (code) => {
      server.onConnection = (socket) => {
        socket.close(code, 'This key was revoked');
        return true;
      };
      connect();
      follow();
      await until(() => state() === 'refused');
      expect(server.authorizations).toHaveLength(2);
      expect(service.currentStatus.error?.message).toBe('This key was revoked');
    },
  );

  it('says when it will try again, and tries at once when asked to', async () => {
    vi.restoreAllMocks();
    vi.spyOn(Math, 'random').mockReturnValue(0.9);
    server.ticketStatus = 503;
    connect();
    follow();
    await until(() => service.currentStatus.retry_at !== undefined);
    expect(service.currentStatus).toMatchObject({ state: 'reconnecting', attempt: 1 });
    server.ticketStatus = 200;
    service.reconnect();
    await vi.waitUntil(() => state() === 'live', { timeout: 500, interval: 5 });
  });

  it('goes offline after the allowed attempts', async () => {
    server.ticketStatus = 500;
    connect({ maxReconnectAttempts: 2 });
    follow();
    await until(() => state() === 'offline');
    expect(server.authorizations).toHaveLength(3);
  });

  it('reconnects when the server falls silent', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
    try {
      connect();
      follow();
      await until(() => state() === 'live');
      await vi.advanceTimersByTimeAsync(20_000);
      expect(server.authorizations).toHaveLength(1);
      await vi.advanceTimersByTimeAsync(11_000);
      await until(() => server.authorizations.length === 2);
    } finally {
      vi.useRealTimers();
    }
  });

  it('gives up on a connection that does not open in time, and tries another', async () => {
    server.ignoresUpgrades = true;
    connect({ createSocket: reconnecting({ WebSocket, connectionTimeoutMs: 30 }) });
    follow();
    await until(() => server.authorizations.length === 2);
    expect(state()).toBe('reconnecting');
    server.ignoresUpgrades = false;
    await until(() => state() === 'live');
  });

  it('streams a job run by callbacks, with connect and disconnect', async () => {
    connect();
    const calls: string[] = [];
    const streamer = service.streamJobRunLogs('run "7"', {
      onMessage: (entry) => calls.push(entry.message),
      onConnect: () => calls.push('connected'),
      onDisconnect: () => calls.push('disconnected'),
    });
    streamer.connect();
    await until(() => state() === 'live');
    expect(server.received[0]).toMatchObject({ filter: String.raw`job_run_id:"run \"7\""` });
    streamer.disconnect();
    expect(calls).toEqual(['connected', 'disconnected']);
    expect(state()).toBe('closed');

    const all = service.streamAllLogs({ onMessage: (entry) => calls.push(entry.message) });
    all.connect();
    server.add(1);
    await until(() => calls.includes('entry 1'));
    all.disconnect();
  });

  it('goes on by events when no sockets get through, and resumes there as anywhere', async () => {
    server.refusesUpgrades = true;
    server.add(3);
    connect({ createSocket: withFallback(reconnecting({ WebSocket }), eventSource()) });
    const { entries, types } = follow();
    await until(() => state() === 'live');
    expect((await service.getStreamingStatus()).connections.global).toEqual({ websocket: 0, sse: 1 });
    server.cut();
    server.add(2);
    await until(() => entries.length === 5);
    expect(seqs(entries)).toEqual(upTo(5));
    expect(types()).not.toContain('reset');
    expect(errors).toEqual([]);
  });

  it('stays with sockets when only the server is away', async () => {
    connect({ createSocket: withFallback(reconnecting({ WebSocket }), eventSource()) });
    follow();
    await until(() => state() === 'live');
    for (let round = 0; round < 4; round += 1) {
      server.cut();
      await until(() => state() !== 'live');
      await until(() => state() === 'live');
    }
    expect((await service.getStreamingStatus()).connections.global).toEqual({ websocket: 1, sse: 0 });
  });

  it('tells a status that cannot be had', async () => {
    connect();
    server.pageStatus = 401;
    await expect(service.getStreamingStatus()).rejects.toMatchObject({ code: 'refused', message: 'Not now' });
  });

  it('brings the entries of all subscriptions together', async () => {
    connect();
    const all: number[] = [];
    service.entries$.subscribe((entries) => all.push(...seqs(entries)));
    follow({ filter: 'level:error' });
    follow({ filter: 'level:info' });
    await until(() => state() === 'live');
    server.add(1, 'error');
    server.add(1, 'info');
    await until(() => all.length === 2);
    expect(all.toSorted((a, b) => a - b)).toEqual([1, 2]);
  });
});
