import { expect, it } from 'vitest';
import { fetchedSocket } from './fetchedSocket.ts';
import type { LogSocketFactory } from './LogSocket.ts';

it('tells of code that could not be fetched as of a lost connection, and tries again with the next address', async () => {
  const told: string[] = [];
  let loads = 0;
  const opens: LogSocketFactory = (_nextUrl, listener) => {
    listener.open();
    return {
      send: (text) => told.push(`sent ${text}`),
      reconnect: () => {},
      close: () => told.push('ended'),
    };
  };
  const create = fetchedSocket(() => {
    loads += 1;
    return loads === 1 ? Promise.reject(new TypeError('Failed to fetch')) : Promise.resolve(opens);
  });
  let onOpened = () => {};
  const opened = new Promise<void>((resolve) => {
    onOpened = resolve;
  });
  const nextUrl = () => {
    told.push('asked');
    return Promise.resolve('ws://127.0.0.1/');
  };
  const socket = create(
    nextUrl,
    {
      open: () => {
        told.push('open');
        onOpened();
      },
      message: () => {},
      close: (code) => told.push(`lost ${code}`),
    },
    nextUrl,
  );
  await opened;
  await Promise.resolve();
  socket.send('x');
  socket.close();
  expect(told).toEqual(['lost 1006', 'asked', 'open', 'sent x', 'ended']);
});

it('makes nothing once it was closed', async () => {
  let made = 0;
  const loaded = Promise.resolve<LogSocketFactory>(() => {
    made += 1;
    throw new Error('Nobody wants it');
  });
  const create = fetchedSocket(() => loaded);
  const nextUrl = () => Promise.resolve('ws://127.0.0.1/');
  create(nextUrl, { open: () => {}, message: () => {}, close: () => {} }, nextUrl).close();
  await loaded;
  await new Promise(setImmediate);
  expect(made).toBe(0);
});
