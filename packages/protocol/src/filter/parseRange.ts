import type { FilterScanner } from './FilterScanner.ts';

const RANGE = /([[{])\s*([^\s"()]+)\s+TO\s+([^\s"()\]}]+)\s*([\]}])/y;

/** An end of a range as it is written; absent where it is open. */
interface RangeEndText {
  readonly text: string;
  readonly at: number;
  readonly excluded: boolean;
}

/** A range as it is written, with at least one end. */
export interface RangeText {
  readonly from: RangeEndText | undefined;
  readonly to: RangeEndText | undefined;
  readonly at: number;
}

/** Reads `[1 TO 5]`, if a range is next: brackets take the end in, braces leave it out, and `*` is no end. */
export function parseRange(scanner: FilterScanner): RangeText | undefined {
  if (scanner.next !== '[' && scanner.next !== '{') return undefined;
  const at = scanner.at;
  const found = scanner.takeMatch(RANGE);
  if (!found)
    throw scanner.error('A range is written [1 TO 5] or {1 TO 5}; put the value in quotes otherwise');
  const [text, opening, from, to, closing] = found as unknown as [string, string, string, string, string];
  if (from === '*' && to === '*') throw scanner.error('A range has an end; a * alone finds any value', at);
  const end = (value: string, where: number, excluded: boolean) =>
    value === '*' ? undefined : { text: value, at: at + where, excluded };
  return {
    from: end(from, text.indexOf(from, 1), opening === '{'),
    to: end(to, text.lastIndexOf(to), closing === '}'),
    at,
  };
}
