import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMemoryHub } from '../hub/memory.ts';
import { LiveFeed } from './LiveFeed.ts';

const BATCH_MS = 30;
/** Milliseconds between two commits: less than any batch time. */
const COMMIT_MS = 10;
const SECONDS = 3;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function follow(count: number) {
  const hub = createMemoryHub(0);
  const feed = new LiveFeed(hub, 'epoch');
  const wokenAt: number[] = [];
  const stops = Array.from({ length: count }, (_, i) =>
    feed.follow(BATCH_MS, () => void (i === 0 && wokenAt.push(performance.now()))),
  );
  const commit = () => {
    const position = hub.head + 1;
    const stored = { tenant: 'main', session: 's', seq: position, receivedAt: 0, resource: undefined };
    hub.publish({ from: hub.head, to: position, entries: [{ ...stored, position, line: '{}' }] });
  };
  const commitFor = (seconds: number) => {
    for (let ms = 0; ms < seconds * 1000; ms += COMMIT_MS) {
      commit();
      vi.advanceTimersByTime(COMMIT_MS);
    }
  };
  return { wokenAt, commit, commitFor, stopAllButOne: () => stops.slice(1).forEach((stop) => stop()) };
}

describe('followers of the live feed', () => {
  it.each([
    [1, BATCH_MS],
    [300, BATCH_MS],
    [700, 70],
    [1000, 100],
    [5000, 100],
  ])('that are %i are woken every %i ms, more or less, while entries keep coming', (count, interval) => {
    const { wokenAt, commitFor } = follow(count);
    commitFor(SECONDS);
    const pauses = wokenAt.slice(1).map((at, i) => at - wokenAt[i]!);
    expect(pauses.length).toBeGreaterThan(10);
    for (const pause of pauses) {
      expect(pause).toBeGreaterThanOrEqual(interval);
      expect(pause).toBeLessThanOrEqual(interval + COMMIT_MS);
    }
  });

  it('wait for no more than their batch time after a silence, however many they are', () => {
    const { wokenAt, commit, commitFor } = follow(1000);
    commitFor(SECONDS);
    vi.advanceTimersByTime(1000);
    const before = wokenAt.length;
    const committedAt = performance.now();
    commit();
    vi.advanceTimersByTime(1000);
    expect(wokenAt.slice(before)).toEqual([committedAt + BATCH_MS]);
  });

  it('are woken as often as before when the others have gone', () => {
    const { wokenAt, commitFor, stopAllButOne } = follow(1000);
    commitFor(SECONDS);
    const asCrowd = wokenAt.length;
    stopAllButOne();
    commitFor(SECONDS);
    expect(wokenAt.length - asCrowd).toBeGreaterThan(2 * asCrowd);
  });
});
