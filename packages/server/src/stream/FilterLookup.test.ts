import { parseFilter, type LogEntry } from '@tailrace/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyEntry, arbitraryFilter } from '../../testing/arbitraries.ts';
import { ASKED_ONE_BY_ONE, FilterLookup } from './FilterLookup.ts';
import { createStreamFilter, type StreamFilter } from './StreamFilter.ts';

const RUNS = 300;
const MIN_OF_EACH_KIND = 30;

function filterOf(text: string): StreamFilter {
  return createStreamFilter(parseFilter(text), {});
}

const anyFilter = arbitraryFilter.map((filter) => createStreamFilter(filter, {}));

function entriesOf(list: readonly object[]): { readonly entry: LogEntry }[] {
  return list.map((fields, i) => ({ entry: { seq: i + 1, ...fields } as LogEntry }));
}

function passing<Entry extends { readonly entry: LogEntry }>(
  { matches = () => true }: StreamFilter,
  entries: readonly Entry[],
): Entry[] {
  return entries.filter(({ entry }) => matches(entry));
}

/** Asks until entries are looked up, as they are where many read on from one position. */
function warmUp(
  lookup: FilterLookup<{ readonly entry: LogEntry }>,
  entries: { readonly entry: LogEntry }[],
  first = 0,
) {
  const filter = filterOf('warm:up');
  lookup.watch(filter);
  for (let i = 0; i < ASKED_ONE_BY_ONE; i += 1) lookup.find(filter, first, entries, first);
}

describe('FilterLookup', () => {
  it('leaves out nothing that asking one by one lets pass, whatever the filters and the entries', () => {
    let lookedUp = 0;
    let leftOut = 0;
    let passed = 0;
    fc.assert(
      fc.property(
        fc.array(anyEntry, { minLength: 1, maxLength: 12 }),
        fc.array(anyFilter, { minLength: 1, maxLength: 40 }),
        fc.nat(11),
        (fields, filters, start) => {
          const entries = entriesOf(fields);
          const first = Math.min(start, entries.length - 1);
          const lookup = new FilterLookup<(typeof entries)[number]>();
          for (const filter of filters) lookup.watch(filter);
          warmUp(lookup, entries, first);
          for (const filter of filters) {
            const found = lookup.find(filter, first, entries, first);
            const expected = passing(filter, entries.slice(first));
            if (found) {
              lookedUp += 1;
              leftOut += entries.length - first - found.length;
              passed += expected.length;
            }
            expect(passing(filter, found ?? entries.slice(first))).toEqual(expected);
          }
        },
      ),
      { numRuns: RUNS },
    );
    // An index that holds no filter, or finds all entries, would agree too.
    expect(Math.min(lookedUp, leftOut, passed)).toBeGreaterThan(MIN_OF_EACH_KIND);
  });

  it.each([
    'user_id:42',
    'level:error',
    'level:>=error',
    'source:api',
    'logger:shop',
    'logger:shop.cart',
    'timeout',
    '"timeout while paying"',
    'user_id:42 OR level:critical',
    'user_id:>1 source:api -timeout',
  ])('looks up %s', (text) => {
    const entries = entriesOf([{ level: 'info', source: 'other', message: 'Nothing of the kind' }]);
    const lookup = new FilterLookup<(typeof entries)[number]>();
    const filter = filterOf(text);
    lookup.watch(filter);
    warmUp(lookup, entries);
    expect(lookup.find(filter, 0, entries, 0)).toEqual([]);
  });

  it.each(['', '-timeout', '/timeout/', '*meou*', 'user_id:*', 'user_id:>1', 'user_id:42 OR -timeout'])(
    'knows nothing of %s beforehand',
    (text) => {
      const entries = entriesOf([{ level: 'info', source: 'api', message: '' }]);
      const lookup = new FilterLookup<(typeof entries)[number]>();
      const filter = filterOf(text);
      lookup.watch(filter);
      warmUp(lookup, entries);
      expect(lookup.find(filter, 0, entries, 0)).toBeUndefined();
    },
  );

  it('knows a filter that came after others were looked up, and one that is still watched by somebody', () => {
    const entries = entriesOf([{ level: 'info', source: 'api', message: 'A timeout' }]);
    const lookup = new FilterLookup<(typeof entries)[number]>();
    warmUp(lookup, entries);
    const late = filterOf('timeout');
    const unwatch = lookup.watch(late);
    const unwatchAgain = lookup.watch(filterOf('timeout'));
    warmUp(lookup, entries);
    expect(lookup.find(late, 0, entries, 0)).toEqual(entries);
    unwatch();
    unwatch();
    expect(lookup.find(late, 0, entries, 0)).toEqual(entries);
    unwatchAgain();
    expect(lookup.find(late, 0, entries, 0)).toBeUndefined();
  });
});
