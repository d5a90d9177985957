import { describe, expect, it } from 'vitest';
import { MAX_FILTER_DEPTH, MAX_FILTER_LENGTH } from '../limits.ts';
import { LogFilterError, parseFilter } from './parse.ts';
import { printFilter } from './print.ts';

describe('parseFilter', () => {
  it.each([
    ['', ''],
    ['Timed OUT', 'timed out'],
    ['"Timed Out"', '"timed out"'],
    ['time-out', 'time-out'],
    ['level:WARN', 'level:warning'],
    ['level:>=warn', 'level:>=warning'],
    ['level:17', 'level:error'],
    ['a OR b c', 'a OR (b c)'],
    ['(a OR b) AND c', '(a OR b) c'],
    ['((a))', 'a'],
    ['NOT a', '-a'],
    ['- a', '-a'],
    ['NOT (a b)', '-(a b)'],
    ['--a', '--a'],
    ['source:api', 'source:api'],
    ['source:"two words"', 'source:"two words"'],
    [String.raw`x:"a \"b\" \\"`, String.raw`x:"a \"b\" \\"`],
    ['x:val*', 'x:val*'],
    ['x:"two w"*', 'x:"two w"*'],
    ['x:*', 'x:*'],
    ['x:>10', 'x:>10'],
    ['x:<=-1.5', 'x:<=-1.5'],
    ['timestamp:>=2026-01-01', 'timestamp:>=2026-01-01T00:00:00.000Z'],
    ['url:http://a/b', 'url:http://a/b'],
  ])('reads %s as %s', (text, printed) => {
    expect(printFilter(parseFilter(text))).toBe(printed);
  });

  it.each([
    ['(a', 'This parenthesis is not closed (column 1)'],
    ['a)', 'This parenthesis closes nothing (column 2)'],
    ['"abc', 'This quotation mark is not closed (column 1)'],
    ['x: a', 'A value is missing after x: (column 3)'],
    ['a OR', 'A word, a field or a parenthesis is missing here (column 5)'],
    ['AND a', 'OR and AND stand between two terms; put the word in quotes to look for it (column 1)'],
    ['a ()', 'A word, a field or a parenthesis is missing here (column 4)'],
    ['level:loud', 'A level is one of debug, info, warning, error, critical (column 7)'],
    ['a n:>x', 'n is compared with a number (column 5)'],
    ['timestamp:>x', 'timestamp is compared with an ISO 8601 time (column 11)'],
    ['timestamp:2026', 'timestamp is compared by > >= < <= (column 11)'],
    ['=>', 'A word has at least one letter or digit (column 1)'],
    ['pay*', 'A word already matches longer words: leave out the * (column 4)'],
    ['/x/', 'Regular expressions are not part of the filter language yet (column 1)'],
    ['x:[1', 'Ranges are not part of the filter language yet: use >= and <= (column 3)'],
    ['x:a*b', 'A * stands at the end of a value; put the value in quotes otherwise (column 4)'],
  ])('points at what it cannot read in %s', (text, message) => {
    expect(() => parseFilter(text)).toThrow(
      new LogFilterError(message.replace(/ \(column \d+\)$/, ''), Number(/(\d+)\)$/.exec(message)![1])),
    );
  });

  it('refuses filters over the limits of length and depth', () => {
    expect(() => parseFilter('a'.repeat(MAX_FILTER_LENGTH + 1))).toThrow('A filter has at most');
    expect(() => parseFilter(`${'('.repeat(MAX_FILTER_DEPTH + 1)}a`)).toThrow('nested at most');
    expect(() => parseFilter(`${'-'.repeat(MAX_FILTER_DEPTH + 1)}a`)).toThrow('nested at most');
  });
});
