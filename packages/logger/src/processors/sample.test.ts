import { LOG_LEVELS, type LogLevel } from '@tailrace/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { processorHost } from '../../test/processorHost.ts';
import type { LogRecord } from '../LogRecord.ts';
import { hashToUnit, sample, type SampleOptions } from './sample.ts';

const SESSION = fc.stringMatching(/^[0-9A-Za-z]{16}$/);

function ask(
  options: SampleOptions,
  record: Partial<LogRecord> & { logger?: string },
  session = 'a',
): boolean {
  const { logger = 'shop', ...given } = record;
  const sampler = sample(options);
  sampler.start!(processorHost({ session }).host);
  return sampler.onEmit!({ message: 'x', ...given }, logger) === undefined;
}

/** Draws evenly spread numbers. */
function evenly(): () => number {
  let drawn = 0;
  // Multiples of the golden ratio modulo 1 are as even as can be.
  return () => (drawn++ * 0.618_033_988_749_895) % 1;
}

describe('sampling by entry', () => {
  it('keeps the share that is asked for', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
        const sampler = sample({ share, random: evenly() });
        const kept = Array.from({ length: 2000 }, () => sampler.onEmit!({ message: 'x' }, '')).filter(
          (refusal) => refusal === undefined,
        );
        expect(Math.abs(kept.length / 2000 - share)).toBeLessThan(0.01);
      }),
    );
  });

  it('keeps errors, critical and audit entries whatever the share is', () => {
    for (const level of LOG_LEVELS)
      expect(ask({ share: 0, loggers: { shop: 0 } }, { level })).toBe(/error|critical/.test(level));
    expect(ask({ share: 0, levels: { info: 0 } }, { category: 'audit' })).toBe(true);
  });

  it('leaves out errors where their level is named', () => {
    expect(ask({ levels: { error: 0 } }, { level: 'error' })).toBe(false);
    expect(ask({ loggers: { shop: { error: 0 } } }, { level: 'error', logger: 'shop.cart' })).toBe(false);
    expect(ask({ levels: { error: 0 }, loggers: { shop: { error: 1 } } }, { level: 'error' })).toBe(true);
  });

  const rows: [options: SampleOptions, level: LogLevel, logger: string, isKept: boolean][] = [
    [{ share: 0 }, 'info', 'shop', false],
    [{ share: 0, levels: { info: 1 } }, 'info', 'shop', true],
    [{ share: 1, levels: { info: 1 }, loggers: { shop: 0 } }, 'info', 'shop.cart', false],
    [{ loggers: { shop: 0 } }, 'info', 'shopping', true],
    [{ loggers: { shop: 0, 'shop.cart': 1 } }, 'info', 'shop.cart.totals', true],
    [{ loggers: { '': 0 } }, 'info', 'anything', false],
    [{ loggers: { till: 0 } }, 'info', '', false],
    [{ loggers: { shop: { debug: 0 } } }, 'info', 'shop', true],
    [{ share: 0 }, 'info', 'constructor', false],
  ];
  it.each(rows)('%o of %s by "%s": %s', (options, level, logger, isKept) => {
    expect(ask(options, { level, logger })).toBe(isKept);
  });
});

describe('sampling by session', () => {
  it('has a session in or out as a whole, and in at each greater share', () => {
    fc.assert(
      fc.property(SESSION, fc.double({ min: 0, max: 1, noNaN: true }), (session, share) => {
        const sampler = sample({ share, by: 'session' });
        sampler.start!(processorHost({ session }).host);
        const first = sampler.onEmit!({ message: 'x' }, 'a');
        for (let n = 0; n < 20; n += 1) expect(sampler.onEmit!({ message: 'x' }, `b${n}`)).toBe(first);
        const isInAtMore = ask({ share: (1 + share) / 2, by: 'session' }, {}, session);
        expect(first === undefined && !isInAtMore).toBe(false);
      }),
    );
  });

  it('has the share of sessions in that is asked for', () => {
    const standings = Array.from({ length: 20_000 }, (_, n) => hashToUnit(`session${n.toString(36)}`));
    for (const share of [0.01, 0.1, 0.5, 0.9]) {
      const inside = standings.filter((standing) => standing < share).length;
      expect(Math.abs(inside / standings.length - share)).toBeLessThan(0.01);
    }
  });
});
