import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAddress, writeAddress, INITIAL_STATE, type LogExplorerState } from './explorerState.ts';
import { LAST_RANGES, type TimeSpan } from './TimeRange.ts';

const PAGE = new URL('https://logs.test/console?level=error#top');

const spans: fc.Arbitrary<TimeSpan> = fc
  .tuple(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 1, max: 1e10 }))
  .map(([from, length]) => ({ from, to: from + length }));
const states: fc.Arbitrary<LogExplorerState> = fc.record({
  query: fc.string({ unit: 'grapheme' }),
  range: fc.oneof(fc.constantFrom('live' as const, ...LAST_RANGES), spans),
  brush: fc.option(spans, { nil: undefined }),
  fields: fc.uniqueArray(fc.stringMatching(/^[a-z][\w.]{0,10}$/)),
  entry: fc.option(fc.stringMatching(/^[A-Za-z0-9]{16}-\d{1,6}$/), { nil: undefined }),
});

describe('an address', () => {
  it('says all that is looked at, and leaves alone what else it says', () => {
    fc.assert(
      fc.property(states, (state) => {
        const written = writeAddress(PAGE, state);
        expect(readAddress(written) ?? INITIAL_STATE).toEqual({
          brush: undefined,
          entry: undefined,
          ...state,
        });
        expect(written.searchParams.get('level')).toBe('error');
        expect(writeAddress(written, INITIAL_STATE).search).toBe('?level=error');
      }),
    );
  });

  it('that says nothing of it is none', () => {
    expect(readAddress(PAGE)).toBeUndefined();
  });

  it('takes what it cannot read for what is not there', () => {
    const address = new URL('?q=a&range=2y&from=soon&to=later&brush=x~y&fields=,,b#entry=%', PAGE);
    expect(readAddress(address)).toEqual({
      query: 'a',
      range: 'live',
      brush: undefined,
      fields: ['b'],
      entry: '%',
    });
  });
});
