import { LogFilterError, type LogFilter } from '@tailrace/protocol/core';
import { parseFilter } from '@tailrace/protocol/filter';
import type { FindMarks } from '../list/text/renderText.ts';

/** Marks at most in one message. */
const MAX_MARKS = 200;

/**
 * Finds the words that a filter asks for.
 *
 * @returns nothing where it asks for none
 */
export function filterMarks(filter: string): FindMarks | undefined {
  const words = [...new Set(readWords(filter))].filter(Boolean).toSorted((a, b) => b.length - a.length);
  if (words.length === 0) return undefined;
  const pattern = new RegExp(
    words.map((word) => word.replaceAll(/[^\p{L}\p{N}]/gu, String.raw`\$&`)).join('|'),
    'gi',
  );
  return (text) => {
    const marks = [];
    for (const match of text.matchAll(pattern)) {
      marks.push({ start: match.index, end: match.index + match[0].length });
      if (marks.length === MAX_MARKS) break;
    }
    return marks;
  };
}

function readWords(filter: string): readonly string[] {
  try {
    return wordsOf(parseFilter(filter));
  } catch (error) {
    if (error instanceof LogFilterError) return [];
    throw error;
  }
}

/** What is ruled out is not there to be marked. */
function wordsOf(filter: LogFilter): readonly string[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.filters.flatMap(wordsOf);
    case 'text':
      return filter.words;
    case 'part':
      return [filter.part];
    default:
      return [];
  }
}
