import { describe, expect, it } from 'vitest';
import { MAX_FILTER_DEPTH, MAX_FILTER_LENGTH } from '../limits.ts';
import { LogFilterError } from './LogFilterError.ts';
import { parseFilter } from './parse.ts';
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
    ['timestamp:>=2026-01-01T10:00', 'timestamp:>=2026-01-01T10:00:00.000Z'],
    ['timestamp:<2026-01-01t10:00+01:00', 'timestamp:<2026-01-01T09:00:00.000Z'],
    ['url:http://a/b', 'url:http://a/b'],
    ['pay*', 'pay'],
    ['*Part*', '*part*'],
    ['*"Two words"*', '*"two words"*'],
    ['-*a*', '-*a*'],
    ['x:*Part*', 'x:*Part*'],
    ['x:*"two w"*', 'x:*"two w"*'],
    ['"a b":c', '"a b":c'],
    ['"a":c', 'a:c'],
    ['/a.c/', '/a.c/'],
    [String.raw`/a\/b "c" (d|e)/im`, String.raw`/a\/b "c" (d|e)/im`],
    ['/(?mi)a/', '/a/im'],
    ['/a/sms', '/a/ms'],
    ['(/a/)', '/a/'],
    ['x:/a b/i c', 'x:/a b/i c'],
    ['x:[1 TO 5]', 'x:[1 TO 5]'],
    ['x:{ -1.5  TO  5 ]', 'x:{-1.5 TO 5]'],
    ['x:[1 TO *]', 'x:>=1'],
    ['x:[* TO 1}', 'x:<1'],
    [
      'timestamp:[2026-01-01 TO 2026-01-02}',
      'timestamp:[2026-01-01T00:00:00.000Z TO 2026-01-02T00:00:00.000Z}',
    ],
    ['level:[WARN TO fatal}', 'level:>=warning level:<critical'],
    ['-level:[info TO *]', '-level:>=info'],
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
    ['timestamp:>2026-13-01', 'timestamp is compared with an ISO 8601 time (column 11)'],
    ['timestamp:>1h', 'timestamp is compared with an ISO 8601 time (column 11)'],
    ['timestamp:2026', 'timestamp is compared by > >= < <= or a range (column 11)'],
    ['=>', 'A word has at least one letter or digit (column 1)'],
    ['p*y', 'A * stands at the end of a word, or around a part: *part* (column 2)'],
    ['a *part', 'A part of a word stands between two *: *part* (column 3)'],
    ['**', 'Something to look for is missing between the two * (column 1)'],
    ['*a*b', 'A part in the middle of which is a * is put in quotes: *"a*b"* (column 4)'],
    ['x:[1', 'A range is written [1 TO 5] or {1 TO 5}; put the value in quotes otherwise (column 3)'],
    ['x:[1 TO b]', 'x is compared with a number (column 9)'],
    ['x:[5 TO 1]', 'A range goes from the smaller to the larger (column 3)'],
    ['x:[* TO *]', 'A range has an end; a * alone finds any value (column 3)'],
    ['level:[info TO loud]', 'A level is one of debug, info, warning, error, critical (column 16)'],
    ['level:*r*', 'A level is one of debug, info, warning, error, critical (column 7)'],
    ['x:"a"b', 'A space is missing here (column 6)'],
    [
      'x:a*b',
      'A * stands at the end of a value, or around a part of it; put the value in quotes otherwise (column 4)',
    ],
    [
      'x:*a',
      'A * stands at the end of a value, or around a part of it; put the value in quotes otherwise (column 3)',
    ],
    ['x:**', 'Something to look for is missing between the two * (column 3)'],
    ['//', 'A regular expression has at least one character; put a path in quotes (column 1)'],
    ['a /b', 'This regular expression is not closed; put a path in quotes (column 3)'],
    [
      '/api/cart',
      'After a regular expression come its flags i, m and s, then a space; put a path in quotes (column 6)',
    ],
    ['x:/(?i)a(/', 'This parenthesis is not closed (column 9)'],
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
