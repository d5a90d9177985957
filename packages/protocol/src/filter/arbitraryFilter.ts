import fc from 'fast-check';
import { allOf, anyOf, type FieldTest, type LogFilter } from '../LogFilter.ts';
import { LOG_LEVELS } from '../LogLevel.ts';

/** What random filters speak of: few names and values, so that they often meet the random entries. */
export interface FilterVocabulary {
  readonly words: readonly string[];
  readonly fields: readonly string[];
  readonly values: readonly string[];
}

const comparison = fc.constantFrom('>', '>=', '<', '<=');

/**
 * Random filters as `parseFilter` gives them: flat, without an `and` or `or` of one. For property tests,
 * in which two ways to evaluate a filter must agree.
 */
export function arbitraryFilter({ words, fields, values }: FilterVocabulary): fc.Arbitrary<LogFilter> {
  const word = fc.constantFrom(...words);
  const value = fc.constantFrom(...values);
  const test: fc.Arbitrary<FieldTest> = fc.oneof(
    value.map((text) => ({ kind: 'equals' as const, value: text })),
    value.map((text) => ({ kind: 'startsWith' as const, value: text })),
    fc.constant({ kind: 'present' as const }),
    fc.record({ kind: fc.constant('compare' as const), comparison, value: fc.integer({ min: -5, max: 60 }) }),
  );
  const leaf: fc.Arbitrary<LogFilter> = fc.oneof(
    fc
      .record({ words: fc.array(word, { minLength: 1, maxLength: 3 }), prefix: fc.boolean() })
      .map((text) => ({ kind: 'text' as const, ...text })),
    fc.constantFrom(...LOG_LEVELS).map((level) => ({ kind: 'level' as const, level })),
    fc
      .record({ level: fc.constantFrom(...LOG_LEVELS), comparison })
      .map((level) => ({ kind: 'level' as const, ...level })),
    fc
      .record({ field: fc.constantFrom(...fields), test })
      .map((field) => ({ kind: 'field' as const, ...field })),
  );
  return fc.letrec<{ filter: LogFilter }>((tie) => {
    const several = fc.array(tie('filter'), { minLength: 2, maxLength: 4 });
    return {
      filter: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        { weight: 4, arbitrary: leaf },
        { weight: 1, arbitrary: several.map(allOf) },
        { weight: 1, arbitrary: several.map(anyOf) },
        { weight: 1, arbitrary: tie('filter').map((filter) => ({ kind: 'not' as const, filter })) },
      ),
    };
  }).filter;
}
