import { textColumns } from './textColumns.ts';

/** A word, and the spaces before it, which take no room at the end of a line. */
const EACH_WORD = /( *)([^ ]+)/g;

/**
 * Lines that a text takes where so many columns fit on one: broken between words, and within a word only where it
 * is longer than a line. The browser knows more places to break at, such as hyphens.
 */
export function wrappedLines(text: string, columns: number): number {
  let lines = 0;
  for (const line of text.split('\n')) {
    const length = textColumns(line);
    lines += length <= columns ? 1 : linesOfWords(line, columns);
  }
  return lines;
}

function linesOfWords(line: string, columns: number): number {
  let lines = 1;
  let at = 0;
  for (const [, spaces = '', word = ''] of line.matchAll(EACH_WORD)) {
    const width = textColumns(word);
    at += spaces.length;
    if (at > 0 && at + width > columns) {
      lines += 1;
      at = 0;
    }
    at += width;
    if (at <= columns) continue;
    const more = Math.ceil(at / columns) - 1;
    lines += more;
    at -= more * columns;
  }
  return lines;
}
