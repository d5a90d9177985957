import type { FieldTest, FilterRegex, LogFilter } from '../LogFilter.ts';
import { TIME_FIELDS } from './fields.ts';
import { printValue, quoted } from './printValue.ts';

/**
 * Prints a filter in the filter language. Parsing the result gives the same filter again.
 *
 * @example
 * printFilter(parseFilter('NOT source:api AND timeout')); // '-source:api timeout'
 */
export function printFilter(filter: LogFilter): string {
  switch (filter.kind) {
    case 'and':
      return filter.filters
        .map((part) => (part.kind === 'and' ? parenthesised(part) : printPart(part)))
        .join(' ');
    case 'or':
      return filter.filters
        .map((part) => (part.kind === 'and' ? parenthesised(part) : printPart(part)))
        .join(' OR ');
    default:
      return printPart(filter);
  }
}

function parenthesised(filter: LogFilter): string {
  return `(${printFilter(filter)})`;
}

/** Prints what can stand beside others without its meaning changing. */
function printPart(filter: LogFilter): string {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return parenthesised(filter);
    case 'not':
      return `-${printPart(filter.filter)}`;
    case 'text':
      return filter.prefix ? filter.words.join('-') : `"${filter.words.join(' ')}"`;
    case 'part':
      return `*${printValue(filter.part)}*`;
    case 'regex':
      return printRegex(filter.regex);
    case 'level':
      return `level:${filter.comparison ?? ''}${filter.level}`;
    case 'field':
      return `${printField(filter.field)}:${printTest(filter.field, filter.test)}`;
  }
}

function printTest(field: string, test: FieldTest): string {
  switch (test.kind) {
    case 'equals':
      return printValue(test.value);
    case 'startsWith':
      return `${printValue(test.value)}*`;
    case 'includes':
      return `*${printValue(test.value)}*`;
    case 'matches':
      return printRegex(test.regex);
    case 'present':
      return '*';
    case 'compare':
      return `${test.comparison}${printNumber(field, test.value)}`;
    case 'range': {
      const { from, to } = test;
      const ends = `${printNumber(field, from.value)} TO ${printNumber(field, to.value)}`;
      return `${from.excluded ? '{' : '['}${ends}${to.excluded ? '}' : ']'}`;
    }
  }
}

function printRegex({ pattern, flags }: FilterRegex): string {
  return `/${pattern}/${flags}`;
}

function printField(field: string): string {
  return /^[A-Za-z_][\w.@-]*$/.test(field) ? field : quoted(field);
}

/** Times are printed as people write them; a number that ISO 8601 cannot say never comes out of the parser. */
function printNumber(field: string, value: number): string {
  return TIME_FIELDS.has(field) ? new Date(value).toISOString() : String(value);
}
