import { allOf, anyOf, EVERYTHING, type Comparison, type FieldTest, type LogFilter } from '../LogFilter.ts';
import { MAX_FILTER_DEPTH, MAX_FILTER_LENGTH } from '../limits.ts';
import { LOG_LEVELS, parseLogLevel } from '../LogLevel.ts';
import { TIME_FIELDS } from './fields.ts';
import { splitWords } from './words.ts';

/** A filter that cannot be read; `column` is where, from 1. */
export class LogFilterError extends Error {
  override readonly name = 'LogFilterError';
  readonly column: number;

  constructor(message: string, column: number) {
    super(`${message} (column ${column})`);
    this.column = column;
  }
}

const FIELD_NAME = /[A-Za-z_][\w.@-]*:/y;
const BARE_TEXT = /[^\s"()]+/y;
const COMPARISON = /^(>=|<=|>|<)(.*)$/s;

/**
 * Reads the filter language: words, `"phrases"`, `field:value`, `field:"two words"`, `field:val*`, `field:*`,
 * `field:>10`, `level:>=warning`, `-` or `NOT`, `OR`, juxtaposition or `AND`, parentheses.
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
  return new FilterParser(text).parse();
}

/** Recursive descent: or → and → not → term. */
class FilterParser {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  parse(): LogFilter {
    this.#skipSpace();
    if (this.#atEnd()) return EVERYTHING;
    const filter = this.#parseOr();
    if (!this.#atEnd()) throw this.#error('This parenthesis closes nothing');
    return filter;
  }

  #parseOr(): LogFilter {
    const filters = [this.#parseAnd()];
    while (this.#takeKeyword('OR')) filters.push(this.#parseAnd());
    return anyOf(filters);
  }

  #parseAnd(): LogFilter {
    const filters = [this.#parseNot()];
    while (!this.#atEnd() && this.#text[this.#at] !== ')' && !this.#isKeyword('OR')) {
      this.#takeKeyword('AND');
      filters.push(this.#parseNot());
    }
    return allOf(filters);
  }

  #parseNot(): LogFilter {
    if (this.#take('-') || this.#takeKeyword('NOT')) {
      this.#skipSpace();
      return this.#nested(() => ({ kind: 'not', filter: this.#parseNot() }));
    }
    return this.#parseTerm();
  }

  #parseTerm(): LogFilter {
    if (this.#atEnd()) throw this.#error('A word, a field or a parenthesis is missing here');
    if (this.#isKeyword('OR') || this.#isKeyword('AND')) {
      throw this.#error('OR and AND stand between two terms; put the word in quotes to look for it');
    }
    if (this.#take('(')) return this.#parseGroup();
    const start = this.#at;
    FIELD_NAME.lastIndex = start;
    const field = FIELD_NAME.exec(this.#text)?.[0];
    if (field !== undefined) {
      this.#at += field.length;
      return this.#parseField(field.slice(0, -1));
    }
    if (this.#text[start] === '"') return textTerm(this.#takeQuoted(), false, start);
    if (this.#text[start] === ')') throw this.#error('A word, a field or a parenthesis is missing here');
    return bareTerm(this.#takeBare(), start);
  }

  #parseGroup(): LogFilter {
    const start = this.#at;
    this.#skipSpace();
    const filter = this.#nested(() => this.#parseOr());
    if (!this.#take(')')) throw new LogFilterError('This parenthesis is not closed', start);
    this.#skipSpace();
    return filter;
  }

  #parseField(field: string): LogFilter {
    const start = this.#at;
    if (this.#text[start] === '"') {
      const value = this.#takeQuoted(false);
      if (this.#take('*')) {
        this.#skipSpace();
        return fieldTerm(field, { kind: 'startsWith', value }, start);
      }
      this.#skipSpace();
      return fieldTerm(field, { kind: 'equals', value }, start);
    }
    if (this.#atEnd() || /[\s()]/.test(this.#text[start]!)) {
      throw this.#error(`A value is missing after ${field}:`);
    }
    return fieldTerm(field, bareTest(field, this.#takeBare(), start), start);
  }

  #takeQuoted(skipSpace = true): string {
    const start = this.#at;
    let value = '';
    for (let i = start + 1; i < this.#text.length; i += 1) {
      const character = this.#text[i]!;
      if (character === '"') {
        this.#at = i + 1;
        if (skipSpace) this.#skipSpace();
        return value;
      }
      if (character === '\\' && i + 1 < this.#text.length) i += 1;
      value += this.#text[i]!;
    }
    throw new LogFilterError('This quotation mark is not closed', start + 1);
  }

  #takeBare(): string {
    BARE_TEXT.lastIndex = this.#at;
    const text = BARE_TEXT.exec(this.#text)![0];
    this.#at += text.length;
    this.#skipSpace();
    return text;
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #takeKeyword(keyword: string): boolean {
    if (!this.#isKeyword(keyword)) return false;
    this.#at += keyword.length;
    this.#skipSpace();
    return true;
  }

  #isKeyword(keyword: string): boolean {
    if (!this.#text.startsWith(keyword, this.#at)) return false;
    const next = this.#text[this.#at + keyword.length];
    return next === undefined || /[\s()]/.test(next);
  }

  #skipSpace(): void {
    while (!this.#atEnd() && /\s/.test(this.#text[this.#at]!)) this.#at += 1;
  }

  #atEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  #nested<T>(parse: () => T): T {
    this.#depth += 1;
    if (this.#depth > MAX_FILTER_DEPTH) {
      throw this.#error(`A filter is nested at most ${MAX_FILTER_DEPTH} deep`);
    }
    const result = parse();
    this.#depth -= 1;
    return result;
  }

  #error(message: string): LogFilterError {
    return new LogFilterError(message, this.#at + 1);
  }
}

function bareTerm(text: string, start: number): LogFilter {
  if (text.startsWith('/')) {
    throw new LogFilterError('Regular expressions are not part of the filter language yet', start + 1);
  }
  if (text.includes('*')) {
    throw new LogFilterError(
      'A word already matches longer words: leave out the *',
      start + 1 + text.indexOf('*'),
    );
  }
  return textTerm(text, true, start);
}

function textTerm(text: string, prefix: boolean, start: number): LogFilter {
  const words = splitWords(text);
  if (words.length === 0) throw new LogFilterError('A word has at least one letter or digit', start + 1);
  return { kind: 'text', words, prefix };
}

function bareTest(field: string, text: string, start: number): FieldTest {
  if (text === '*') return { kind: 'present' };
  const [, comparison, operand] = COMPARISON.exec(text) ?? [];
  if (comparison !== undefined && operand !== undefined && field !== 'level') {
    return {
      kind: 'compare',
      comparison: comparison as Comparison,
      value: numberOperand(field, operand, start),
    };
  }
  if (text.startsWith('[')) {
    throw new LogFilterError('Ranges are not part of the filter language yet: use >= and <=', start + 1);
  }
  if (text.startsWith('/')) {
    throw new LogFilterError(
      'Regular expressions are not part of the filter language yet: use quotes',
      start + 1,
    );
  }
  const star = text.indexOf('*');
  if (star < 0) return { kind: 'equals', value: text };
  if (star < text.length - 1) {
    throw new LogFilterError(
      'A * stands at the end of a value; put the value in quotes otherwise',
      start + 1 + star,
    );
  }
  return { kind: 'startsWith', value: text.slice(0, -1) };
}

function numberOperand(field: string, text: string, start: number): number {
  const isTime = TIME_FIELDS.has(field);
  const value = isTime ? Date.parse(text) : text === '' ? Number.NaN : Number(text);
  if (Number.isFinite(value)) return value;
  throw new LogFilterError(
    isTime ? `${field} is compared with an ISO 8601 time` : `${field} is compared with a number`,
    start + 1,
  );
}

function fieldTerm(field: string, test: FieldTest, start: number): LogFilter {
  if (field === 'level' && test.kind !== 'present') return levelTerm(test, start);
  if (test.kind === 'equals' && TIME_FIELDS.has(field)) {
    throw new LogFilterError(`${field} is compared by > >= < <=`, start + 1);
  }
  return { kind: 'field', field, test };
}

function levelTerm(test: FieldTest, start: number): LogFilter {
  const text = test.kind === 'equals' ? test.value : '';
  const [, comparison, name] = COMPARISON.exec(text) ?? [undefined, undefined, text];
  const level = parseLogLevel(name);
  if (!level) throw new LogFilterError(`A level is one of ${LOG_LEVELS.join(', ')}`, start + 1);
  return comparison
    ? { kind: 'level', level, comparison: comparison as Comparison }
    : { kind: 'level', level };
}
