import { expect, it } from 'vitest';
import { wrappedLines } from './wrappedLines.ts';

it.each([
  ['', 10, 1],
  ['short', 10, 1],
  ['ten letter', 10, 1],
  ['one two three', 10, 2],
  ['one two three four', 9, 3],
  ['word word word word', 9, 2],
  ['ends in spaces      ', 14, 1],
  ['aaaaaaaaaaaaaaaaaaaaaaaaa', 10, 3],
  ['a bbbbbbbbbbbbbbb c', 10, 3],
  ['one\ntwo\n', 10, 3],
  ['漢字漢字 漢字', 8, 2],
])('%j in %d columns takes %d lines', (text, columns, lines) => {
  expect(wrappedLines(text, columns)).toBe(lines);
});
