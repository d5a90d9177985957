import fc from 'fast-check';
import { allOf, anyOf, type FieldTest, type LogFilter, type RangeEnd } from '../LogFilter.ts';
import { LOG_LEVELS } from '../LogLevel.ts';
import { arbitraryRegex } from './arbitraryRegex.ts';
import {
  FIELDS,
  FILTER_VALUES,
  LOGGERS,
  NUMBERS,
  SOURCES,
  TIMES,
  VALUES,
  WORDS,
} from './arbitraryVocabulary.ts';
import { splitWords } from './words.ts';

const comparison = fc.constantFrom('>', '>=', '<', '<=');
const level = fc.constantFrom(...LOG_LEVELS);
const regex = arbitraryRegex([...WORDS, 'api', 'shop', '42']);

const text = fc
  .array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 3 })
  .map((words) => words.join(' '));
/** The text, or a piece of it: what filters by the beginning or by a part find. */
const piece = (whole: fc.Arbitrary<string>) =>
  fc
    .tuple(whole, fc.nat(3), fc.nat(3), fc.boolean())
    .map(([value, from, cut, isWhole]) => (isWhole ? value : value.slice(from, value.length - cut)));
const someText = (value: string) => value !== '';
const words = piece(text).map((value) => {
  const found = splitWords(value);
  return found.length > 0 ? found : ['timeout'];
});
const value = fc.constantFrom(...FILTER_VALUES);

function range(numbers: fc.Arbitrary<number>): fc.Arbitrary<FieldTest> {
  const end = ([number, excluded]: readonly [number, boolean]): RangeEnd =>
    excluded ? { value: number, excluded } : { value: number };
  return fc
    .array(fc.tuple(numbers, fc.boolean()), { minLength: 2, maxLength: 2 })
    .map((ends) => ends.toSorted(([a], [b]) => a - b))
    .map(([from, to]) => ({ kind: 'range' as const, from: end(from!), to: end(to!) }));
}

function numeric(numbers: fc.Arbitrary<number>): fc.Arbitrary<FieldTest> {
  return fc.oneof(
    range(numbers),
    fc.record({ kind: fc.constant('compare' as const), comparison, value: numbers }),
  );
}

const textual: fc.Arbitrary<FieldTest> = fc.oneof(
  piece(value).map((beginning) => ({ kind: 'startsWith' as const, value: beginning })),
  piece(value)
    .filter(someText)
    .map((part) => ({ kind: 'includes' as const, value: part })),
  regex.map((expression) => ({ kind: 'matches' as const, regex: expression })),
  fc.constant({ kind: 'present' as const }),
);

const fieldTest = (fields: readonly string[], test: fc.Arbitrary<FieldTest>): fc.Arbitrary<LogFilter> =>
  fc.record({ kind: fc.constant('field' as const), field: fc.constantFrom(...fields), test });

const times = fc
  .integer({ min: -1, max: 6 })
  .map((second) => Date.parse('2026-11-20T10:30:00Z') + second * 1000);
/** Fields with values that they often have, because equal values seldom meet by chance. */
const likely = fc
  .oneof(
    fc.tuple(fc.constant('source'), fc.constantFrom(...SOURCES)),
    fc.tuple(fc.constant('logger'), fc.constantFrom(...LOGGERS)),
    fc.tuple(fc.constantFrom('user_id', 'a', 'context.a', 'metadata.b'), fc.constantFrom(...VALUES)),
    fc.tuple(
      fc.constantFrom('category', 'stream', 'action'),
      fc.constantFrom('system', 'stdout', 'user_login'),
    ),
  )
  .map(([field, whole]): LogFilter => ({ kind: 'field', field, test: { kind: 'equals', value: whole } }));
const numbers = fc.oneof(fc.constantFrom(...NUMBERS), fc.integer({ min: -5, max: 60 }));
const anyField = FIELDS.filter((field) => field !== 'level');

const leaf: fc.Arbitrary<LogFilter> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('text' as const), words, prefix: fc.boolean() }),
  },
  piece(text)
    .filter(someText)
    .map((part): LogFilter => ({ kind: 'part', part: part.toLowerCase() })),
  regex.map((expression): LogFilter => ({ kind: 'regex', regex: expression })),
  fc.record({ kind: fc.constant('level' as const), level, comparison }, { requiredKeys: ['kind', 'level'] }),
  fc.constant<LogFilter>({ kind: 'field', field: 'level', test: { kind: 'present' } }),
  fieldTest(TIMES, fc.oneof(numeric(times), textual)),
  likely,
  {
    weight: 2,
    arbitrary: fieldTest(
      anyField,
      value.map((whole) => ({ kind: 'equals' as const, value: whole })),
    ),
  },
  { weight: 4, arbitrary: fieldTest(anyField, textual) },
  {
    weight: 2,
    arbitrary: fieldTest([...anyField, 'execution_time_ms', 'line', 'seq', 'a'], numeric(numbers)),
  },
);

/**
 * Random filters of every kind, as `parseFilter` gives them: flat, without an `and` or `or` of one. For property
 * tests, in which two ways to read or to evaluate a filter must agree.
 */
export const arbitraryFilter: fc.Arbitrary<LogFilter> = fc.letrec<{ filter: LogFilter }>((tie) => {
  const several = fc.array(tie('filter'), { minLength: 2, maxLength: 4 });
  return {
    filter: fc.oneof(
      { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
      { weight: 4, arbitrary: leaf },
      { weight: 1, arbitrary: several.map(allOf) },
      { weight: 1, arbitrary: several.map(anyOf) },
      { weight: 1, arbitrary: tie('filter').map((filter): LogFilter => ({ kind: 'not', filter })) },
    ),
  };
}).filter;
