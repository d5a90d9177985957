import { allOf, anyOf, EVERYTHING, type LogFilter } from '../LogFilter.ts';
import { MAX_FILTER_LENGTH } from '../limits.ts';
import { FilterScanner } from './FilterScanner.ts';
import { LogFilterError } from './LogFilterError.ts';
import { parseFieldTerm } from './parseFieldTerm.ts';
import { parseRegex } from './parseRegex.ts';
import { splitWords } from './words.ts';

/**
 * Reads the filter language: words, `"phrases"`, `*parts*`, `/regular expressions/`, `field:value`,
 * `field:"two words"`, `field:val*`, `field:*part*`, `field:/regex/`, `field:*`, `field:>10`, `field:[1 TO 5]`,
 * `level:>=warning`, `-` or `NOT`, `OR`, juxtaposition or `AND`, parentheses.
 *
 * @param text at most `MAX_FILTER_LENGTH` characters; empty text passes every entry
 * @throws {LogFilterError} with the column of what cannot be read
 * @example
 * parseFilter('level:error source:api "timed out" -health');
 */
export function parseFilter(text: string): LogFilter {
  if (text.length > MAX_FILTER_LENGTH) {
    throw new LogFilterError(`A filter has at most ${MAX_FILTER_LENGTH} characters`, MAX_FILTER_LENGTH + 1);
  }
  return parseAnyLength(text);
}

/** Without the limit of length, to show that the time it takes is linear. */
export function parseAnyLength(text: string): LogFilter {
  const scanner = new FilterScanner(text);
  scanner.skipSpace();
  if (scanner.atEnd) return EVERYTHING;
  const filter = parseOr(scanner);
  if (!scanner.atEnd) throw scanner.error('This parenthesis closes nothing');
  return filter;
}

function parseOr(scanner: FilterScanner): LogFilter {
  const filters = [parseAnd(scanner)];
  while (scanner.takeKeyword('OR')) filters.push(parseAnd(scanner));
  return anyOf(filters);
}

function parseAnd(scanner: FilterScanner): LogFilter {
  const filters = [parseNot(scanner)];
  while (!scanner.atEnd && scanner.next !== ')' && !scanner.isKeyword('OR')) {
    scanner.takeKeyword('AND');
    filters.push(parseNot(scanner));
  }
  return allOf(filters);
}

function parseNot(scanner: FilterScanner): LogFilter {
  if (scanner.take('-') || scanner.takeKeyword('NOT')) {
    scanner.skipSpace();
    return scanner.nested(() => ({ kind: 'not', filter: parseNot(scanner) }));
  }
  const filter = parseTerm(scanner);
  scanner.skipSpace();
  return filter;
}

function parseTerm(scanner: FilterScanner): LogFilter {
  if (scanner.atEnd || scanner.next === ')') {
    throw scanner.error('A word, a field or a parenthesis is missing here');
  }
  if (scanner.isKeyword('OR') || scanner.isKeyword('AND')) {
    throw scanner.error('OR and AND stand between two terms; put the word in quotes to look for it');
  }
  if (scanner.next === '(') return parseGroup(scanner);
  if (scanner.next === '/') return { kind: 'regex', regex: parseRegex(scanner) };
  if (scanner.next === '*') return parsePart(scanner);
  return parseFieldTerm(scanner) ?? parseText(scanner);
}

function parseGroup(scanner: FilterScanner): LogFilter {
  const start = scanner.at;
  scanner.take('(');
  scanner.skipSpace();
  const filter = scanner.nested(() => parseOr(scanner));
  if (!scanner.take(')')) throw scanner.error('This parenthesis is not closed', start);
  return filter;
}

function parsePart(scanner: FilterScanner): LogFilter {
  const start = scanner.at;
  scanner.take('*');
  const quoted = scanner.takeQuoted();
  const text = quoted ?? scanner.takeMatch(/[^\s"()*]*/y)![0];
  if (!scanner.take('*')) throw scanner.error('A part of a word stands between two *: *part*', start);
  if (!scanner.atBoundary)
    throw scanner.error('A part in the middle of which is a * is put in quotes: *"a*b"*');
  if (text === '') throw scanner.error('Something to look for is missing between the two *', start);
  return { kind: 'part', part: text.toLowerCase() };
}

function parseText(scanner: FilterScanner): LogFilter {
  const start = scanner.at;
  const phrase = scanner.takeQuoted();
  if (phrase !== undefined) return textTerm(phrase, false);
  const text = scanner.takeBare();
  const star = text.indexOf('*');
  if (star >= 0 && star < text.length - 1) {
    throw scanner.error('A * stands at the end of a word, or around a part: *part*', start + star);
  }
  return textTerm(text, true);

  function textTerm(from: string, prefix: boolean): LogFilter {
    const words = splitWords(from);
    if (words.length === 0) throw scanner.error('A word has at least one letter or digit', start);
    return { kind: 'text', words, prefix };
  }
}
