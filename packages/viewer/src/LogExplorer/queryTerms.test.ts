import { LOG_LEVELS, type LogEntry } from '@tailrace/protocol/core';
import { createMatcher, parseFilter, platformRegex } from '@tailrace/protocol/filter';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entryAt } from '../stream/arbitraryRows.ts';
import { choiceOf, termsOf, toggleValue, withoutField, withoutTerm, type FacetMode } from './queryTerms.ts';

const ENTRIES: readonly LogEntry[] = Array.from({ length: 120 }, (_, index) => entryAt(index + 1));

const found = (query: string) => ENTRIES.filter(createMatcher(parseFilter(query), platformRegex));
const toggle = (query: string, field: string, value: string, mode: FacetMode = 'in') =>
  toggleValue(parseFilter(query), field, value, mode);

const queries = fc.constantFrom(
  '',
  'alpha',
  'source:web',
  'source:web OR source:api',
  '-source:api',
  'level:>=warning',
  'level:error OR source:api',
  '(source:web OR source:api) -level:debug "beta beta"',
  '-(level:info OR level:error)',
  'user_id:u-1 level:info',
);
const choices = fc.oneof(
  fc.record({ field: fc.constant('level'), value: fc.constantFrom(...LOG_LEVELS) }),
  fc.record({ field: fc.constant('source'), value: fc.constantFrom('web', 'api', 'two words', '-dash"') }),
  fc.record({ field: fc.constant('user_id'), value: fc.constantFrom('u-0', 'u-1') }),
);

describe('toggleValue', () => {
  it.each([
    ['', 'source', 'web', 'in', 'source:web'],
    ['source:web', 'source', 'api', 'in', 'source:web OR source:api'],
    ['source:web OR source:api', 'source', 'web', 'in', 'source:api'],
    ['source:web', 'source', 'web', 'in', ''],
    ['source:web alpha', 'source', 'web', 'out', 'alpha -source:web'],
    ['-source:web', 'source', 'web', 'out', ''],
    ['-source:web', 'source', 'web', 'in', 'source:web'],
    ['level:error', 'level', 'critical', 'in', 'level:>=error'],
    ['level:>=error', 'level', 'error', 'in', 'level:critical'],
    ['alpha OR beta', 'source', 'two words', 'in', '(alpha OR beta) source:"two words"'],
  ] as const)('of %o makes with %s %s %s: %o', (query, field, value, mode, expected) => {
    expect(toggle(query, field, value, mode)).toBe(expected);
  });

  it('shows nothing that is left out, and nothing but what is chosen', () => {
    fc.assert(
      fc.property(
        queries,
        choices,
        fc.constantFrom<FacetMode>('in', 'out'),
        (query, { field, value }, mode) => {
          const before = choiceOf(parseFilter(query), field);
          const after = choiceOf(parseFilter(toggle(query, field, value, mode)), field);
          const was = (mode === 'in' ? before.chosen : before.excluded).includes(value);
          expect((mode === 'in' ? after.chosen : after.excluded).includes(value)).toBe(!was);
          expect((mode === 'in' ? after.excluded : after.chosen).includes(value)).toBe(false);
        },
      ),
    );
  });

  it('finds the same again when it is taken back', () => {
    fc.assert(
      fc.property(
        queries,
        choices,
        fc.constantFrom<FacetMode>('in', 'out'),
        (query, { field, value }, mode) => {
          const { chosen, excluded } = choiceOf(parseFilter(query), field);
          // What was the other way about before is not brought back.
          fc.pre(!chosen.includes(value) && !excluded.includes(value));
          expect(found(toggle(toggle(query, field, value, mode), field, value, mode))).toEqual(found(query));
        },
      ),
    );
  });
});

describe('the terms of a query', () => {
  it('are what it is made of: without one of them it finds at least as much', () => {
    fc.assert(
      fc.property(queries, (query) => {
        const filter = parseFilter(query);
        termsOf(filter).forEach((_, index) => {
          expect(found(withoutTerm(filter, index))).toEqual(expect.arrayContaining(found(query)));
        });
      }),
    );
  });

  it.each([
    ['source:web alpha', 'source', 'alpha'],
    ['-source:web -level:debug', 'source', '-level:debug'],
    ['level:>=error beta', 'level', 'beta'],
    ['level:error OR source:web', 'source', 'level:error OR source:web'],
  ])('of %o without %s are %o', (query, field, expected) => {
    expect(withoutField(parseFilter(query), field)).toBe(expected);
  });
});
