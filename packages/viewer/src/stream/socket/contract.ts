import { parseCursor, type ServerMessage } from '@tailrace/protocol/core';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { TestServer } from '../testServer.ts';
import type { LogSocket, LogSocketFactory } from './LogSocket.ts';

const until = (condition: () => boolean) => vi.waitUntil(condition, { timeout: 10_000, interval: 5 });

/** What every kind of socket must do, against a server on a real port. */
export function itIsALogSocket(createSocket: LogSocketFactory): void {
  let server: TestServer;
  let socket: LogSocket;
  let messages: ServerMessage[];
  let opens: number;
  let closes: number[];
  let urls: number;

  const ticketUrl = async () => {
    urls += 1;
    const response = await fetch(`${server.url}/api/v1/stream/tickets`, { method: 'POST' });
    const { ticket } = (await response.json()) as { ticket: string };
    return `${server.url.replace('http', 'ws')}/api/v1/logs/stream/ws?ticket=${ticket}`;
  };
  const ofType = <Type extends ServerMessage['type']>(type: Type) =>
    messages.filter((message): message is Extract<ServerMessage, { type: Type }> => message.type === type);
  const positions = (id: string) =>
    ofType('logs')
      .filter((message) => message.id === id)
      .flatMap(({ entries }) => entries.map(({ cursor }) => parseCursor(cursor)!.position));
  const say = (message: object) => socket.send(JSON.stringify(message));

  beforeEach(async () => {
    server = await TestServer.start();
    [messages, opens, closes, urls] = [[], 0, [], 0];
    socket = createSocket(
      ticketUrl,
      {
        open: () => (opens += 1),
        message: (text) => messages.push(JSON.parse(text) as ServerMessage),
        close: (code) => closes.push(code),
      },
      ticketUrl,
    );
    await until(() => ofType('hello').length === 1);
  });

  afterEach(async () => {
    socket.close();
    await server.stop();
  });

  it('opens once, and says hello', () => {
    expect([opens, closes, urls, ofType('hello')[0]!.epoch]).toEqual([1, [], 1, 'e1']);
  });

  it('brings what subscriptions ask for, each under its own id', async () => {
    server.add(2, 'info');
    say({ type: 'subscribe', id: 'all', last: 10 });
    say({ type: 'subscribe', id: 'errors', filter: 'level:error', last: 10 });
    await until(() => ofType('live').length === 2);
    server.add(1, 'error');
    await until(() => positions('errors').length === 1 && positions('all').length === 3);
    expect([positions('all'), positions('errors')]).toEqual([[1, 2, 3], [3]]);
    expect(ofType('hello')).toHaveLength(1);
  });

  it('brings nothing to a subscription that ended, and goes on with the others', async () => {
    say({ type: 'subscribe', id: 'a', last: 10 });
    say({ type: 'subscribe', id: 'b', last: 10 });
    await until(() => ofType('live').length === 2);
    say({ type: 'unsubscribe', id: 'a' });
    await until(() => server.readers === 1);
    server.add(1);
    await until(() => positions('b').length === 1);
    expect(positions('a')).toEqual([]);
    expect(closes).toEqual([]);
  });

  it('holds back while paused, and goes on where it was', async () => {
    server.add(2);
    say({ type: 'subscribe', id: 'a', last: 10 });
    say({ type: 'subscribe', id: 'b', last: 10 });
    await until(() => ofType('live').length === 2);
    say({ type: 'pause', id: 'a' });
    await until(() => server.listening === 1);
    server.add(2);
    await until(() => positions('b').length === 4);
    expect(positions('a')).toEqual([1, 2]);
    say({ type: 'resume', id: 'a' });
    await until(() => positions('a').length === 4);
    expect(positions('a')).toEqual([1, 2, 3, 4]);
  });

  it('says what the server cannot do', async () => {
    say({ type: 'subscribe', id: 'a', filter: 'level:(', last: 1 });
    await until(() => ofType('error').length === 1);
    expect(ofType('error')[0]).toMatchObject({ code: 'invalid_filter', id: 'a' });
  });

  it('tells that a connection was lost, once, and makes another', async () => {
    say({ type: 'subscribe', id: 'a', last: 10 });
    say({ type: 'subscribe', id: 'b', last: 10 });
    await until(() => ofType('live').length === 2);
    server.cut();
    await until(() => ofType('hello').length === 2);
    expect([opens, closes.length]).toEqual([2, 1]);
    say({ type: 'subscribe', id: 'a', after: 'e1.0' });
    server.add(1);
    await until(() => positions('a').length === 1);
  });

  it('makes another connection when asked to', async () => {
    socket.reconnect();
    await until(() => ofType('hello').length === 2);
    expect(opens).toBe(2);
  });

  it('says no more after it was closed', async () => {
    say({ type: 'subscribe', id: 'a', last: 10 });
    await until(() => ofType('live').length === 1);
    socket.close();
    const told = messages.length;
    await until(() => server.readers === 0);
    server.add(1);
    expect([messages.length, closes, urls]).toEqual([told, [], urls]);
  });
}
