import { CLOSE_CODES } from '@tailrace/protocol';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { EVERYBODY } from '../auth/Identity.ts';
import { OpenStreams, type OpenStream } from './OpenStreams.ts';

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

it('closes the streams of a key that has expired within a minute, and no others', () => {
  const streams = new OpenStreams();
  const expiresAt = Date.now() + 90_000;
  const [ofGuest, ofOthers]: [number[], number[]] = [[], []];
  streams.add(openStream(ofGuest), { ...EVERYBODY, expires_at: expiresAt });
  streams.add(openStream(ofOthers), EVERYBODY);
  streams.recheck(() => streams.closeUnless(({ expires_at: end = Infinity }) => Date.now() < end));
  vi.advanceTimersByTime(90_000);
  expect(ofGuest).toEqual([]);
  vi.advanceTimersByTime(60_000);
  expect(ofGuest).toEqual([CLOSE_CODES.unauthenticated]);
  expect(ofOthers).toEqual([]);
  streams.closeForRestart();
  vi.advanceTimersByTime(600_000);
  expect(ofOthers).toEqual([CLOSE_CODES.restarting]);
});
