import type { LogLine } from '@tailrace/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { IngestServer } from '../../test/IngestServer.ts';
import { processorHost } from '../../test/processorHost.ts';
import { createLogger } from '../createLogger.ts';
import type { LogProcessor } from '../LogProcessor.ts';
import { foldRepeats, MAX_REMEMBERED_ENTRIES } from './foldRepeats.ts';
import { FLOOD_OVER_MS, limitRate } from './limitRate.ts';
import { sample } from './sample.ts';

/** Runs a logger against a real server until it is closed; what is not stored must have been reported. */
async function deliver(processors: LogProcessor[], log: (logger: ReturnType<typeof createLogger>) => void) {
  const server = new IngestServer();
  await server.start();
  const url = `http://127.0.0.1:${server.port}`;
  const logger = createLogger({ url, key: 'test-key', source: 'test', logger: 'shop', processors });
  log(logger);
  await logger.close();
  const { emitted, dropped } = logger.status;
  const lines = [...server.stored.values()];
  const seqs = new Set(lines.map(({ seq }) => seq));
  for (const [from, to] of server.dropped) for (let seq = from; seq <= to; seq += 1) seqs.add(seq);
  await server.stop();
  return { lines, emitted, dropped, accounted: seqs.size };
}

describe('a flood through a real logger', () => {
  it('over the rate is held back, summed up, and accounted for entry by entry', async () => {
    const { lines, emitted, dropped, accounted } = await deliver(
      [limitRate({ perSecond: 1, burst: 10 })],
      (logger) => {
        for (let n = 0; n < 300; n += 1) logger[n % 3 === 0 ? 'error' : 'debug'](`flood ${n}`);
        logger.emit({ message: 'Signed in', category: 'audit', action: 'user_login' });
      },
    );
    const summary = lines.find(({ message }) => message.includes('rate limit'))!;
    const heldBack = dropped.rate_limited!;
    expect(heldBack).toBeGreaterThanOrEqual(285);
    expect(summary).toMatchObject({
      level: 'warning',
      logger: 'shop',
      metadata: { total: heldBack, per_second: 1, burst: 10 },
    });
    const { debug, error } = summary.metadata!['held_back'] as { debug: number; error: number };
    expect([debug + error, error]).toEqual([heldBack, expect.closeTo(heldBack / 3, -1)]);
    expect(lines.filter(({ category }) => category === 'audit')).toHaveLength(1);
    expect([emitted, accounted]).toEqual([302, 302]);
    expect(lines).toHaveLength(302 - heldBack);
  });

  it('of the same entry becomes the first one and a summary, accounted for entry by entry', async () => {
    const { lines, emitted, dropped, accounted } = await deliver([foldRepeats()], (logger) => {
      for (let n = 0; n < 200; n += 1) logger.child('cart').warning('Out of stock', { n });
      logger.child('cart').info('Out of stock');
      logger.warning('Out of stock');
      logger.warning('Out of soap');
    });
    expect(lines.map(({ level, logger, message }) => [level, logger, message])).toEqual([
      ['warning', 'shop.cart', 'Out of stock'],
      ['info', 'shop.cart', 'Out of stock'],
      ['warning', 'shop', 'Out of stock'],
      ['warning', 'shop', 'Out of soap'],
      ['warning', 'shop.cart', 'Out of stock'],
    ]);
    expect(lines[0]!.metadata).toEqual({ n: 0 });
    const { repeated, first_at, last_at } = lines[4]!.metadata as Record<string, string>;
    expect(repeated).toBe(199);
    expect(Date.parse(last_at!)).toBeGreaterThanOrEqual(Date.parse(first_at!));
    expect(dropped).toEqual({ repeated: 199 });
    expect([emitted, accounted]).toEqual([204, 204]);
  });

  it('goes through several processors in their order, and each loss has the reason of the one that refused', async () => {
    const { emitted, dropped, accounted, lines } = await deliver(
      [sample({ share: 0, levels: { info: 1 } }), foldRepeats(), limitRate({ perSecond: 1, burst: 3 })],
      (logger) => {
        for (let n = 0; n < 5; n += 1) logger.debug(`out ${n}`);
        for (let n = 0; n < 5; n += 1) logger.info('same');
        for (let n = 0; n < 5; n += 1) logger.info(`different ${n}`);
      },
    );
    expect(dropped).toEqual({ sampled: 5, repeated: 4, rate_limited: 3 });
    expect(lines.map(({ message }: LogLine) => message)).toEqual([
      'same',
      'different 0',
      'different 1',
      'same',
      'Entries were held back by the rate limit',
    ]);
    expect([emitted, accounted]).toEqual([17, 17]);
  });
});

describe('by the clock', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('a flood is summed up once it is over, and not again', () => {
    const { host, emitted } = processorHost();
    const limiter = limitRate({ perSecond: 1, burst: 1 });
    limiter.start!(host);
    for (let n = 0; n < 5; n += 1) limiter.onEmit!({ message: 'x' }, '');
    expect(emitted).toEqual([]);
    vi.advanceTimersByTime(2 * FLOOD_OVER_MS);
    expect(emitted.map(({ record }) => record.metadata)).toEqual([
      { held_back: { info: 4 }, total: 4, per_second: 1, burst: 1 },
    ]);
    vi.advanceTimersByTime(60_000);
    expect(emitted).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('a flood that goes on is summed up now and then, and no entry of it twice', () => {
    const { host, emitted } = processorHost();
    const limiter = limitRate({ perSecond: 10, burst: 10, summaryMs: 5000 });
    const stop = limiter.start!(host)!;
    let heldBack = 0;
    for (let ms = 0; ms < 20_000; ms += 10) {
      if (limiter.onEmit!({ message: 'x' }, '')) heldBack += 1;
      vi.advanceTimersByTime(10);
    }
    expect(emitted.length).toBeGreaterThanOrEqual(3);
    expect(emitted.length).toBeLessThanOrEqual(4);
    stop();
    const totals = emitted.map(({ record }) => (record.metadata as { total: number }).total);
    expect(totals.reduce((sum, total) => sum + total, 0)).toBe(heldBack);
    expect(heldBack).toBeGreaterThan(1700);
  });

  it('a repeat is one only within the window, which does not move', () => {
    const { host, emitted } = processorHost();
    const folder = foldRepeats({ windowMs: 1000 });
    folder.start!(host);
    const passed: number[] = [];
    for (let ms = 0; ms < 3500; ms += 100) {
      if (!folder.onEmit!({ message: 'x' }, 'shop')) passed.push(ms);
      vi.advanceTimersByTime(100);
    }
    expect(passed).toEqual([0, 1000, 2000, 3000]);
    expect(emitted.map(({ record }) => (record.metadata as { repeated: number }).repeated)).toEqual([
      9, 9, 9,
    ]);
    expect(emitted.every(({ logger }) => logger === 'shop')).toBe(true);
  });

  it('what is remembered is bounded, and what is let go is summed up', () => {
    const { host, emitted } = processorHost();
    const folder = foldRepeats({ windowMs: 1000 });
    folder.start!(host);
    for (const message of ['x', 'x', new Error('x')]) folder.onEmit!({ message }, '');
    for (let n = 1; n < MAX_REMEMBERED_ENTRIES; n += 1) folder.onEmit!({ message: `y${n}` }, '');
    expect(emitted).toEqual([]);
    folder.onEmit!({ message: 'z' }, '');
    expect(emitted.map(({ record }) => record)).toMatchObject([{ message: 'x', metadata: { repeated: 2 } }]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('audit entries and messages that are no text are not folded', () => {
    const folder = foldRepeats();
    folder.start!(processorHost().host);
    for (let n = 0; n < 3; n += 1) {
      expect(folder.onEmit!({ message: 'Signed in', category: 'audit' }, '')).toBeUndefined();
      expect(folder.onEmit!({ message: { n: 1 } }, '')).toBeUndefined();
    }
  });
});
