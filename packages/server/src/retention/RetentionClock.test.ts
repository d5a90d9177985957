import { describe, expect, it } from 'vitest';
import { RetentionClock, type ClockState, type ClockStore } from './RetentionClock.ts';
import { DAY_MS } from './RetentionPeriods.ts';

const HOUR_MS = DAY_MS / 24;
const NOW = Date.parse('2026-11-20T12:00:00.000Z');

function memory(state?: ClockState): ClockStore {
  return {
    clock: async () => state,
    setClock: async (next) => void (state = next),
  };
}

describe('the clock that retention goes by', () => {
  it('goes with a clock that goes, and over a night without a server', async () => {
    let now = NOW;
    const store = memory();
    const clock = await RetentionClock.load({ store, isEmpty: true, now: () => now });
    for (const step of [0, HOUR_MS, 3 * HOUR_MS, 15 * HOUR_MS]) {
      now += step;
      expect(await clock.look()).toBe(now);
    }
    now += 20 * HOUR_MS;
    expect(await (await RetentionClock.load({ store, isEmpty: false, now: () => now })).look()).toBe(now);
  });

  it('stays behind a jump ahead that goes back, over restarts too', async () => {
    let now = NOW;
    const store = memory();
    let clock = await RetentionClock.load({ store, isEmpty: true, now: () => now });
    await clock.look();
    for (let hour = 0; hour < 23; hour += 1) {
      now = NOW + 400 * DAY_MS + hour * HOUR_MS;
      expect(await clock.look()).toBe(NOW);
      expect(clock.isInDoubt).toBe(true);
      clock = await RetentionClock.load({ store, isEmpty: false, now: () => now });
    }
    now = NOW + DAY_MS;
    expect(await clock.look()).toBe(now);
    expect(clock.isInDoubt).toBe(false);
  });

  it('believes a jump that has stayed for a day, and not one that goes on jumping', async () => {
    let now = NOW;
    const clock = await RetentionClock.load({ store: memory(), isEmpty: true, now: () => now });
    await clock.look();
    for (const days of [400, 402, 404]) {
      now = NOW + days * DAY_MS;
      expect(await clock.look()).toBe(NOW);
    }
    now += 12 * HOUR_MS;
    expect(await clock.look()).toBe(NOW);
    now += 12 * HOUR_MS;
    expect(await clock.look()).toBe(now);
  });

  it('stamps arrivals no earlier than the last look, and removes nothing by a clock that was set back', async () => {
    let now = NOW;
    const clock = await RetentionClock.load({ store: memory(), isEmpty: true, now: () => now });
    await clock.look();
    now = 0;
    expect(clock.arrival).toBe(NOW);
    expect(await clock.look()).toBe(0);
    expect(clock.arrival).toBe(NOW);
    now = NOW + HOUR_MS;
    expect(clock.arrival).toBe(now);
    expect(await clock.look()).toBe(now);
  });

  it('waits for a day where nothing is known of a store that has entries', async () => {
    const store = memory();
    let now = NOW;
    const clock = await RetentionClock.load({ store, isEmpty: false, now: () => now });
    expect(await clock.look()).toBe(0);
    now += DAY_MS;
    expect(await clock.look()).toBe(now);
  });

  it('believes a clock at last where the server runs for an hour a week', async () => {
    let now = NOW;
    const store = memory();
    await (await RetentionClock.load({ store, isEmpty: true, now: () => now })).look();
    const believed: boolean[] = [];
    for (let week = 1; week <= 24; week += 1) {
      now = NOW + week * 7 * DAY_MS;
      const clock = await RetentionClock.load({ store, isEmpty: false, now: () => now });
      await clock.look();
      now += HOUR_MS;
      believed.push((await clock.look()) === now);
    }
    expect(believed.indexOf(true)).toBe(23);
  });

  it('counts the days of a removal by hand from the last time that was believed, whichever way it jumped', async () => {
    let now = NOW;
    const clock = await RetentionClock.load({ store: memory(), isEmpty: true, now: () => now });
    await clock.look();
    now = NOW + 5 * HOUR_MS;
    expect(clock.removal).toBe(now);
    now = NOW + 400 * DAY_MS;
    expect(clock.removal).toBe(NOW);
    now = DAY_MS;
    expect(clock.removal).toBe(DAY_MS);
    now = NOW + HOUR_MS;
    expect(clock.removal).toBe(now);
    expect(clock.isInDoubt).toBe(false);
  });
});
