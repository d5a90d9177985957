import { describe, expect, it } from 'vitest';
import { MAX_REGEX_LENGTH, MAX_REGEX_SIZE } from '../limits.ts';
import { LogFilterError } from './LogFilterError.ts';
import { parseFilter } from './parse.ts';
import { readRegex } from './readRegex.ts';

describe('a regular expression in a filter', () => {
  it.each([
    ['(?=a)', 'RE2 has no look-around (column 1)'],
    ['ab(?!c)', 'RE2 has no look-around (column 3)'],
    ['(?<=a)', 'RE2 has no look-around (column 1)'],
    ['(?<!a)', 'RE2 has no look-around (column 1)'],
    [String.raw`(a)\1`, 'RE2 has no back-references (column 4)'],
    [String.raw`(?:a)\k<b>`, 'RE2 has no back-references (column 6)'],
    ['(?<n>a)', 'A group needs no name here: write (?:…) (column 1)'],
    ['(?P<n>a)', 'A group needs no name here: write (?:…) (column 1)'],
    ['a(?i)b', 'Flags are i, m and s, after the closing / or, as (?i), at the very beginning (column 2)'],
    ['(a', 'This parenthesis is not closed (column 1)'],
    ['a)', 'This parenthesis closes nothing (column 2)'],
    ['[a', 'This bracket is not closed (column 1)'],
    ['[]', String.raw`Write \] for a ] in a class (column 2)`],
    ['[^]', String.raw`Write \] for a ] in a class (column 3)`],
    ['[z-a]', 'A range goes from the smaller character to the larger (column 2)'],
    [String.raw`[a-\d]`, 'A range goes from one character to another (column 2)'],
    [String.raw`[\d-z]`, 'A range goes from one character to another (column 2)'],
    ['[a-b-c]', String.raw`Write \- for a - in the middle (column 5)`],
    ['[[:alpha:]]', String.raw`Write POSIX classes out, as a-z or \d (column 2)`],
    ['*', 'There is nothing to repeat here (column 1)'],
    ['a|{2}', 'There is nothing to repeat here (column 3)'],
    ['^*', 'There is nothing to repeat here (column 2)'],
    ['a**', 'What is repeated already is repeated in parentheses (column 3)'],
    ['a{3,2}', 'A count goes from the smaller number to the larger (column 2)'],
    [
      `ab{${MAX_REGEX_SIZE + 1}}`,
      `With its counts written out, a regular expression has at most ${MAX_REGEX_SIZE} parts (column 3)`,
    ],
    [
      '((a{9}){9}){9}',
      `With its counts written out, a regular expression has at most ${MAX_REGEX_SIZE} parts (column 12)`,
    ],
    [String.raw`\q`, String.raw`There is no escape \q (column 1)`],
    [
      String.raw`\p{Greek}`,
      String.raw`Of Unicode's classes, \p has the general categories, such as \pL or \p{Lu} (column 1)`,
    ],
    [String.raw`\xZ`, String.raw`Write a character as \x41 or \x{1F600} (column 1)`],
    [String.raw`\x{110000}`, String.raw`Write a character as \x41 or \x{1F600} (column 1)`],
    ['a\\', 'A character is missing after \\ (column 2)'],
  ])('is refused where RE2 or we do not have it: %s', (pattern, message) => {
    const column = Number(/(\d+)\)$/.exec(message)![1]);
    const sentence = message.replace(/ \(column \d+\)$/, '');
    expect(() => readRegex({ pattern, flags: '' })).toThrow(new LogFilterError(sentence, column));
    // Within a filter the column is the filter's; a lone backslash takes the closing slash with it.
    if (pattern.endsWith('\\')) return;
    expect(() => parseFilter(`x:1 y:/${pattern}/`)).toThrow(new LogFilterError(sentence, column + 7));
  });

  it('is refused when it is too long', () => {
    expect(() => parseFilter(`/${'a'.repeat(MAX_REGEX_LENGTH)}/`)).not.toThrow();
    expect(() => parseFilter(`/${'a'.repeat(MAX_REGEX_LENGTH + 1)}/`)).toThrow(
      new LogFilterError(
        `A regular expression has at most ${MAX_REGEX_LENGTH} characters`,
        MAX_REGEX_LENGTH + 2,
      ),
    );
  });
});
