import type { LogEntry } from '../LogEntry.ts';
import type { Comparison, FieldTest, LogFilter } from '../LogFilter.ts';
import { SEVERITY_NUMBERS } from '../LogLevel.ts';
import { fieldValues, TIME_FIELDS } from './fields.ts';
import type { RegexEngine } from './RegexEngine.ts';
import { searchableText, WORD_CHARACTERS } from './words.ts';

/** Tells whether an entry passes. */
export type LogMatcher = (entry: LogEntry) => boolean;

/**
 * Makes the function that evaluates a filter in memory. Make it once per filter, not once per entry.
 *
 * @param compileRegex the engine for `/regular expressions/`: `platformRegex` in a page, one of linear time in a server
 * @example
 * const isSlow = createMatcher(parseFilter('level:>=warning execution_time_ms:>1000'), platformRegex);
 * entries.filter(isSlow);
 */
export function createMatcher(filter: LogFilter, compileRegex: RegexEngine): LogMatcher {
  switch (filter.kind) {
    case 'and': {
      const matchers = filter.filters.map((part) => createMatcher(part, compileRegex));
      return (entry) => matchers.every((matches) => matches(entry));
    }
    case 'or': {
      const matchers = filter.filters.map((part) => createMatcher(part, compileRegex));
      return (entry) => matchers.some((matches) => matches(entry));
    }
    case 'not': {
      const matches = createMatcher(filter.filter, compileRegex);
      return (entry) => !matches(entry);
    }
    case 'text':
      return textMatcher(filter.words, filter.prefix);
    case 'part':
      return (entry) => searchableText(entry).toLowerCase().includes(filter.part);
    case 'regex': {
      const matches = compileRegex(filter.regex);
      return (entry) => matches(searchableText(entry));
    }
    case 'level': {
      const { comparison } = filter;
      const number = SEVERITY_NUMBERS[filter.level];
      return comparison
        ? (entry) => compare(SEVERITY_NUMBERS[entry.level], comparison, number)
        : (entry) => entry.level === filter.level;
    }
    case 'field':
      return fieldMatcher(filter.field, filter.test, compileRegex);
  }
}

/** Words hold nothing but letters and digits, and what stands between them nothing of the kind: linear time. */
function textMatcher(words: readonly string[], prefix: boolean): LogMatcher {
  const between = `[^${WORD_CHARACTERS}]+`;
  const end = prefix ? '' : `(?![${WORD_CHARACTERS}])`;
  const pattern = new RegExp(`(?<![${WORD_CHARACTERS}])${words.join(between)}${end}`, 'u');
  return (entry) => pattern.test(searchableText(entry).toLowerCase());
}

function fieldMatcher(field: string, test: FieldTest, compileRegex: RegexEngine): LogMatcher {
  if (test.kind === 'present') return (entry) => fieldValues(entry, field).length > 0;
  const passes = valueTest(field, test, compileRegex);
  return (entry) => fieldValues(entry, field).some(passes);
}

function valueTest(
  field: string,
  test: Exclude<FieldTest, { kind: 'present' }>,
  compileRegex: RegexEngine,
): (value: unknown) => boolean {
  switch (test.kind) {
    case 'equals':
      if (field === 'logger') return (value) => isLoggerWithin(value, test.value);
      return (value) => isScalar(value) && String(value) === test.value;
    case 'startsWith':
      return (value) => isScalar(value) && String(value).startsWith(test.value);
    case 'includes':
      return (value) => isScalar(value) && String(value).includes(test.value);
    case 'matches': {
      const matches = compileRegex(test.regex);
      return (value) => isScalar(value) && matches(String(value));
    }
    case 'compare': {
      const toNumber = numberReader(field);
      return (value) => compare(toNumber(value), test.comparison, test.value);
    }
    case 'range': {
      const toNumber = numberReader(field);
      const { from, to } = test;
      return (value) => {
        const number = toNumber(value);
        return (
          compare(number, from.excluded ? '>' : '>=', from.value) &&
          compare(number, to.excluded ? '<' : '<=', to.value)
        );
      };
    }
  }
}

/** Loggers are named by segments: `shop.cart` holds `shop.cart.totals`, and not `shop.cartoons`. */
function isLoggerWithin(value: unknown, prefix: string): boolean {
  return value === prefix || (typeof value === 'string' && value.startsWith(`${prefix}.`));
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function numberReader(field: string): (value: unknown) => number {
  return TIME_FIELDS.has(field) ? timeOf : numberOf;
}

function numberOf(value: unknown): number {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
}

function timeOf(value: unknown): number {
  return typeof value === 'string' ? Date.parse(value) : Number.NaN;
}

/** False whenever a side is not a number. */
function compare(a: number, comparison: Comparison, b: number): boolean {
  switch (comparison) {
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
  }
}
