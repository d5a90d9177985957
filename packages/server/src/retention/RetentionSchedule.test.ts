import { EVERYTHING } from '@tailrace/protocol';
import { SILENT_LOG } from '../ServerLog.ts';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { logLine, newSegment } from '../../testing/entries.ts';
import { temporaryFolder } from '../../testing/temporaryFolder.ts';
import { StoreError, type LogStore } from '../store/LogStore.ts';
import { createMemoryStore } from '../store/memory.ts';
import { DiskSpace } from './DiskSpace.ts';
import { DAY_MS, DEFAULT_RETENTION } from './RetentionPeriods.ts';
import { RETENTION_INTERVAL_MS, RetentionSchedule } from './RetentionSchedule.ts';

const ARRIVED = Date.parse('2026-01-01T12:00:00.000Z');

function scheduleOf(store: LogStore, now: () => number) {
  const told: string[] = [];
  const log = {
    ...SILENT_LOG,
    info: (message: string) => void told.push(message),
    error: (message: string) => void told.push(message),
  };
  // Without a least there is no reserve to write.
  const disk = new DiskSpace(temporaryFolder(), 0);
  const audit = { recordExpiry: async () => undefined };
  const clock = { look: async () => now(), isInDoubt: false };
  return {
    schedule: new RetentionSchedule({ store, disk, periods: DEFAULT_RETENTION, audit, log, clock }),
    told,
  };
}

async function storeWith(levels: readonly ('debug' | 'info')[]): Promise<LogStore> {
  const store = createMemoryStore();
  const lines = levels.map((level, i) => logLine(i + 1, { level }));
  await store.append([newSegment(lines, { receivedAt: ARRIVED })]);
  return store;
}

async function total(store: LogStore): Promise<number> {
  return (await store.stats({ tenant: 'main', filter: EVERYTHING })).total;
}

describe('the schedule of retention', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('runs at its start and every hour, by the clock of then, until it is stopped', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const store = await storeWith(['debug', 'info']);
    let now = ARRIVED;
    const { schedule, told } = scheduleOf(store, () => now);
    schedule.start();
    await schedule.run();
    expect(await total(store)).toBe(2);
    expect(told).toEqual([]);

    now = ARRIVED + 8 * DAY_MS;
    vi.advanceTimersByTime(RETENTION_INTERVAL_MS - 1);
    expect(await total(store)).toBe(2);
    vi.advanceTimersByTime(1);
    await expect.poll(() => told).toEqual(['Removed entries that were kept for long enough']);
    expect(await total(store)).toBe(1);

    schedule.stop();
    now = ARRIVED + 800 * DAY_MS;
    vi.advanceTimersByTime(10 * RETENTION_INTERVAL_MS);
    expect(vi.getTimerCount()).toBe(0);
    expect(await total(store)).toBe(1);
  });

  it('does not run twice at a time', async () => {
    const store = await storeWith(['debug']);
    const remove = vi.spyOn(store, 'remove');
    const { schedule } = scheduleOf(store, () => ARRIVED + 8 * DAY_MS);
    expect(await Promise.all([schedule.run(), schedule.run()])).toEqual([1, 1]);
    expect(remove).toHaveBeenCalledTimes(1);
    expect(await schedule.run()).toBe(0);
  });

  it('tells of a failure, and tries again', async () => {
    const store = await storeWith(['debug']);
    vi.spyOn(store, 'remove').mockRejectedValueOnce(new StoreError('store_unavailable', 'No'));
    const { schedule, told } = scheduleOf(store, () => ARRIVED + 8 * DAY_MS);
    expect(await schedule.run()).toBe(0);
    expect(told).toEqual(['Entries that were kept for long enough could not be removed']);
    expect(await schedule.run()).toBe(1);
  });
});
