import type { FindMarks } from '../list/text/renderText.ts';
import type { LogSearch } from '../stream/search/LogSearch.ts';

/** Marks at most in one message. */
const MAX_MARKS = 200;
/** Characters of a message in which a regular expression is run outside of its worker. */
const MAX_PATTERN_TEXT = 500;
/** Milliseconds that a pattern may take for one message before no more are marked. */
const PATTERN_BUDGET_MS = 4;
/** A group that is repeated, and a reference back: their time may be exponential. */
const RUNAWAY = /\)[+*{]|\\[1-9k]/;

/**
 * Finds what a search looks for in one message.
 *
 * @returns nothing for patterns that might take too long here: the search itself runs them where it can end them
 */
export function searchMarks({ pattern, query }: LogSearch): FindMarks | undefined {
  if (!pattern || (query?.regex && RUNAWAY.test(pattern.source))) return undefined;
  const each = new RegExp(pattern.source, `g${pattern.flags}`);
  let spent = 0;
  return (text) => {
    if (query?.regex && (text.length > MAX_PATTERN_TEXT || spent > PATTERN_BUDGET_MS)) return [];
    const began = performance.now();
    const marks = [];
    for (const match of text.matchAll(each)) {
      if (match[0] !== '') marks.push({ start: match.index, end: match.index + match[0].length });
      if (marks.length === MAX_MARKS) break;
    }
    spent = Math.max(spent, performance.now() - began);
    return marks;
  };
}
