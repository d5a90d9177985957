import { CLOSE_CODES } from '@tailrace/protocol';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { OpenStreams, RECHECK_MS, type OpenStream, type StreamHolder } from './OpenStreams.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function openStream(closed: number[]): OpenStream {
  return {
    lag: 0,
    receive: () => undefined,
    heard: () => undefined,
    stop: () => undefined,
    close: (code) => void closed.push(code),
  };
}

function holder(isPermitted: () => boolean): StreamHolder {
  return { kind: 'websocket', tenant: 'main', key: 'k', address: '', jobRunIds: [], isPermitted };
}

it('closes the streams of a key that has expired within a minute, and no others', () => {
  const streams = new OpenStreams({ perKey: 0, perAddress: 0 });
  const expiresAt = Date.now() + RECHECK_MS * 1.5;
  const [ofGuest, ofOthers]: [number[], number[]] = [[], []];
  const guest = openStream(ofGuest);
  streams.add(
    guest,
    holder(() => Date.now() < expiresAt),
  );
  streams.add(
    openStream(ofOthers),
    holder(() => true),
  );
  vi.advanceTimersByTime(RECHECK_MS * 1.5);
  expect(ofGuest).toEqual([]);
  vi.advanceTimersByTime(RECHECK_MS);
  expect(ofGuest).toEqual([CLOSE_CODES.unauthenticated]);
  streams.delete(guest);
  expect(ofOthers).toEqual([]);
  streams.closeForRestart();
  vi.advanceTimersByTime(RECHECK_MS * 10);
  expect(ofOthers).toEqual([CLOSE_CODES.restarting]);
});

it('is as late as its slowest stream', () => {
  const streams = new OpenStreams({ perKey: 0, perAddress: 0 });
  expect(streams.lag).toBe(0);
  for (const lag of [3, 7, 0]) {
    streams.add(
      { ...openStream([]), lag },
      holder(() => true),
    );
  }
  expect(streams.lag).toBe(7);
});
