import type { FindMarks } from '../list/text/renderText.ts';

/** Marks what either finds; where they overlap, what the first does. */
export function bothMarks(
  first: FindMarks | undefined,
  second: FindMarks | undefined,
): FindMarks | undefined {
  if (!first || !second) return first ?? second;
  return (text) => {
    const kept = [...first(text)];
    for (const mark of second(text)) {
      if (kept.every(({ start, end }) => mark.end <= start || mark.start >= end)) kept.push(mark);
    }
    return kept.toSorted((a, b) => a.start - b.start);
  };
}
