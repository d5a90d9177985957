import fc from 'fast-check';
import { expect, it } from 'vitest';
import { arbitraryFilter } from './arbitraryFilter.ts';
import { parseAnyLength } from './parse.ts';
import { printFilter } from './print.ts';

it('prints what parses to the same filter again', () => {
  fc.assert(
    fc.property(arbitraryFilter, (filter) => {
      expect(parseAnyLength(printFilter(filter))).toEqual(filter);
    }),
    { numRuns: 5000 },
  );
});

it.each(['"a:b":c', 'a:"b:c"', '"a b":1', String.raw`"quo\"te":*`])(
  'tells fields of any name apart: %s',
  (text) => {
    expect(parseAnyLength(printFilter(parseAnyLength(text)))).toEqual(parseAnyLength(text));
  },
);
