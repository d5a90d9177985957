import type { FieldTest, LogFilter } from '../LogFilter.ts';

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
    case 'level':
      return `level:${filter.comparison ?? ''}${filter.level}`;
    case 'field':
      return `${filter.field}:${printTest(filter.field, filter.test)}`;
  }
}

function printTest(field: string, test: FieldTest): string {
  switch (test.kind) {
    case 'equals':
      return printValue(test.value);
    case 'startsWith':
      return `${printValue(test.value)}*`;
    case 'present':
      return '*';
    case 'compare':
      return `${test.comparison}${printNumber(field, test.value)}`;
  }
}

/** Times are printed as people write them; a number that ISO 8601 cannot say never comes out of the parser. */
function printNumber(field: string, value: number): string {
  return field === 'timestamp' || field === 'received_at' ? new Date(value).toISOString() : String(value);
}

/** Bare where it reads back as itself. */
function printValue(value: string): string {
  if (/^[^\s"()*\\<>[/-][^\s"()*\\]*$/.test(value)) return value;
  return `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}
