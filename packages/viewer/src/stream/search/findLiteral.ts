import type { RowTexts } from './rowTexts.ts';

/**
 * Which messages hold a text.
 *
 * @param pattern made of the text, with the flag `g`
 * @param length characters of the text
 * @param found gets their offsets, ascending
 */
export function findLiteral(
  { text, ends, offset }: RowTexts,
  pattern: RegExp,
  length: number,
  found: number[],
): void {
  let row = 0;
  pattern.lastIndex = 0;
  while (pattern.test(text)) {
    const end = pattern.lastIndex;
    const start = end - length;
    while (ends[row]! < start) row += 1;
    if (end > ends[row]!) {
      // The text has a line break, which is also what stands between two messages.
      pattern.lastIndex = start + 1;
      continue;
    }
    found.push(offset + row);
    pattern.lastIndex = ends[row]! + 1;
    row += 1;
    if (row >= ends.length) return;
  }
}
