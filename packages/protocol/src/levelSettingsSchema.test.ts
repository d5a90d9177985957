import { describe, expect, it } from 'vitest';
import { levelSettingsChangeSchema } from './levelSettingsSchema.ts';
import { MAX_LEVEL_PREFIXES, MAX_NAME_LENGTH } from './limits.ts';
import { firstProblem } from './schema.ts';

function problem(value: unknown): string | undefined {
  const result = levelSettingsChangeSchema.safeParse(value);
  return result.success ? undefined : firstProblem(result.error);
}

/** An object with so many prefixes. */
function prefixes(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`logger${i}`, 'info']));
}

describe('a change of the level settings', () => {
  it('reads levels by their synonyms, and any prefix that a logger can have', () => {
    const given = `{"levels":{"":"WARN","shop.cart":"trace","HTTP client.retry":17,"__proto__":"fatal"}}`;
    const change = levelSettingsChangeSchema.parse(JSON.parse(given));
    expect(Object.entries(change.levels)).toEqual([
      ['', 'warning'],
      ['shop.cart', 'debug'],
      ['HTTP client.retry', 'error'],
      ['__proto__', 'critical'],
    ]);
  });

  it('has as many prefixes as the limit says, as long as the limit says, or none', () => {
    expect(problem({ levels: prefixes(MAX_LEVEL_PREFIXES) })).toBeUndefined();
    expect(problem({ levels: { ['x'.repeat(MAX_NAME_LENGTH)]: 'info' } })).toBeUndefined();
    expect(problem({ levels: {} })).toBeUndefined();
  });

  it.each([
    [
      { levels: { shop: 'loud' } },
      'levels: the level of "shop" must be one of debug, info, warning, error, critical',
    ],
    [{ levels: { shop: null } }, 'levels: the level of "shop" must be one of'],
    [{ levels: { shop: {} } }, 'levels: the level of "shop" must be one of'],
    [{ levels: { '': 25 } }, 'levels: the level of "" must be one of'],
    [{ levels: { 'shop.*': 'info' } }, 'levels: "shop.*" is no logger prefix: write segments joined by dots'],
    [{ levels: { 'shop.': 'info' } }, 'levels: "shop." is no logger prefix'],
    [{ levels: { '.shop': 'info' } }, 'levels: ".shop" is no logger prefix'],
    [{ levels: { 'a..b': 'info' } }, 'levels: "a..b" is no logger prefix'],
    [{ levels: { ' shop': 'info' } }, 'levels: " shop" is no logger prefix'],
    [{ levels: { 'shop\u0000': 'info' } }, 'levels: "shop\\u0000" is no logger prefix'],
    [
      { levels: { ['x'.repeat(MAX_NAME_LENGTH + 1)]: 'info' } },
      'levels: a logger prefix has at most 256 characters',
    ],
    [{ levels: prefixes(MAX_LEVEL_PREFIXES + 1) }, 'levels: has at most 200 logger prefixes'],
    [{ levels: ['debug'] }, 'levels: must be an object with a level for each logger prefix'],
    [{ levels: null }, 'levels: must be an object with a level for each logger prefix'],
    [{}, 'levels: must be an object with a level for each logger prefix'],
    [{ levels: {}, version: 1 }, 'Unrecognized key: "version"'],
    ['debug', 'Invalid input: expected object'],
    [[], 'Invalid input: expected object'],
  ])('is refused when it is %j', (value, start) => {
    expect(problem(value)?.slice(0, start.length)).toBe(start);
  });
});
