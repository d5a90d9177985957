import { expect, it } from 'vitest';
import { sampleEntries } from '../sampleEntries.ts';
import { LogBuffer } from '../stream/LogBuffer.ts';
import { LogSearch } from '../stream/search/LogSearch.ts';
import { bothMarks } from './bothMarks.ts';
import { searchMarks } from './searchMarks.ts';

function marksOf(text: string): [start: number, end: number][] | undefined {
  const buffer = new LogBuffer({ capacity: 100 });
  buffer.append(sampleEntries(3));
  const search = new LogSearch(buffer);
  search.find({ text });
  const marks = searchMarks(search)?.('A cart. a cart');
  search.close();
  return marks?.map(({ start, end }) => [start, end]);
}

it('marks every place of a text, in any case unless it was typed in one', () => {
  expect(marksOf('cart')).toEqual([
    [2, 6],
    [10, 14],
  ]);
  expect(marksOf('A cart')).toEqual([[0, 6]]);
  expect(marksOf('.')).toEqual([[6, 7]]);
  expect(marksOf('')).toBeUndefined();
});

const patternMarks = (source: string) =>
  searchMarks({ pattern: new RegExp(source), query: { text: source, regex: true } } as LogSearch);

it.each(['(a+)+$', '(a|a)*b', String.raw`(a)\1+`, '((ab*)c)*d', '(a{2,})+'])(
  'runs no /%s/ on the page',
  (source) => {
    expect(patternMarks(source)).toBeUndefined();
  },
);

it('marks what harmless patterns find in short messages', () => {
  const marks = patternMarks('c[a-z]+t')!;
  expect(marks('a cart')).toEqual([{ start: 2, end: 6 }]);
  expect(marks(`${'x'.repeat(500)} cart`)).toEqual([]);
});

it('marks what a search and a filter find, apart from each other', () => {
  const marks = bothMarks(
    () => [{ start: 2, end: 6 }],
    () => [
      { start: 0, end: 1 },
      { start: 5, end: 9 },
    ],
  );
  expect(marks!('')).toEqual([
    { start: 0, end: 1 },
    { start: 2, end: 6 },
  ]);
});
