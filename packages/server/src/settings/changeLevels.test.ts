import { NO_LEVEL_SETTINGS } from '@tailrace/protocol';
import { expect, it } from 'vitest';
import { changeLevels } from './changeLevels.ts';

it('gives a version greater than the last when the clock is set back, and one never given before on a new store', () => {
  const levels = { shop: 'debug' } as const;
  const first = changeLevels(NO_LEVEL_SETTINGS, levels, undefined, 1000)!;
  expect(first).toEqual({ version: 1000, levels });
  expect(changeLevels(first, levels, undefined, 500)?.version).toBe(1001);
  expect(changeLevels(NO_LEVEL_SETTINGS, levels, undefined, 2000)?.version).toBe(2000);
});

it('refuses a change that was made from another version', () => {
  expect(changeLevels({ version: 2, levels: {} }, {}, 1, 1000)).toBeUndefined();
  expect(changeLevels({ version: 2, levels: {} }, {}, 2, 1000)).toEqual({ version: 1000, levels: {} });
});
