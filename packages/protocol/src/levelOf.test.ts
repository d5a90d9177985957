import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLevelSettings, NO_LEVEL_SETTINGS, type LevelSettings } from './LevelSettings.ts';
import { levelOf } from './levelOf.ts';
import { LOG_LEVELS, type LogLevel } from './LogLevel.ts';

function settings(levels: Record<string, LogLevel>): LevelSettings {
  return { version: 1, levels };
}

describe('levelOf', () => {
  const shop = settings({
    '': 'warning',
    shop: 'error',
    'shop.cart': 'debug',
    'shop.cart.totals.tax': 'info',
  });

  it.each([
    ['shop', 'error'],
    ['shop.cart', 'debug'],
    ['shop.cart.totals', 'debug'],
    ['shop.cart.totals.tax', 'info'],
    ['shop.cart.totals.tax.vat', 'info'],
    ['shop.cart.totals.taxes', 'debug'],
    ['shop.cartoons', 'error'],
    ['shop.', 'error'],
    ['shopping', 'warning'],
    ['.shop', 'warning'],
    ['Shop', 'warning'],
    ['', 'warning'],
  ])('gives %j the level of its longest prefix: %s', (logger, level) => {
    expect(levelOf(shop, logger)).toBe(level);
  });

  it.each(['', 'shop', 'constructor', '__proto__.toString', 'toString'])(
    'gives %j none where no prefix governs it',
    (logger) => {
      expect(levelOf(NO_LEVEL_SETTINGS, logger)).toBeUndefined();
      expect(levelOf(settings({ other: 'debug' }), logger)).toBeUndefined();
    },
  );

  it('takes a prefix by the name of a property of every object', () => {
    const read = JSON.parse('{"version":1,"levels":{"__proto__":"error"}}') as LevelSettings;
    expect(levelOf(read, '__proto__.a')).toBe('error');
  });

  it('agrees with trying every prefix', () => {
    const name = fc
      .array(fc.constantFrom('a', 'b', 'aa', ''), { minLength: 1, maxLength: 4 })
      .map((parts) => parts.join('.'));
    const levels = fc.dictionary(name, fc.constantFrom(...LOG_LEVELS), { maxKeys: 6 });
    fc.assert(
      fc.property(levels, name, (given, logger) => {
        const governing = Object.keys(given)
          .filter((prefix) => prefix === '' || logger === prefix || logger.startsWith(`${prefix}.`))
          .toSorted((a, b) => b.length - a.length);
        expect(levelOf(settings(given), logger)).toBe(given[governing[0] ?? ' ']);
      }),
    );
  });
});

describe('isLevelSettings', () => {
  it.each([NO_LEVEL_SETTINGS, settings({ '': 'info', 'shop.cart': 'debug' })])('knows %j', (value) => {
    expect(isLevelSettings(value)).toBe(true);
  });

  it.each([
    null,
    'settings',
    {},
    { version: '1', levels: {} },
    { version: 1 },
    { version: 1, levels: null },
    { version: 1, levels: { shop: 'loud' } },
  ])('does not take %j for settings', (value) => {
    expect(isLevelSettings(value)).toBe(false);
  });
});
