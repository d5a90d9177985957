import type { LogEntry } from '@tailrace/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { LogStreamingService, type LogStreamingServiceOptions } from './LogStreamingService.ts';
import type { LogStreamError } from './LogStreamError.ts';
import type { SubscribeOptions } from './LogSubscription.ts';
import { reconnecting } from './socket/reconnecting.ts';
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
});
