import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogFilter } from '../LogFilter.ts';
import { arbitraryFilter } from './arbitraryFilter.ts';
import { nearGrammar, nearRegex, PIECES } from './arbitraryText.ts';
import { LogFilterError } from './LogFilterError.ts';
import { createMatcher } from './matches.ts';
import { parseAnyLength } from './parse.ts';
import { platformRegex } from './platformRegex.ts';
import { printFilter } from './print.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 60 });
const bytes = fc.uint8Array({ maxLength: 80 }).map((array) => Buffer.from(array).toString('latin1'));
const mutated = fc
  .tuple(
    arbitraryFilter,
    fc.array(fc.tuple(fc.nat(), fc.nat(3), fc.constantFrom(...PIECES)), { maxLength: 4 }),
  )
  .map(([filter, changes]) =>
    changes.reduce((text, [at, cut, piece]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + piece + text.slice(place + cut);
    }, printFilter(filter)),
  );

function parseOrError(text: string): LogFilter | LogFilterError {
  try {
    return parseAnyLength(text);
  } catch (error) {
    if (error instanceof LogFilterError) return error;
    throw error;
  }
}

/** Where a text was refused; 0 if it was read. */
function columnOf(outcome: LogFilter | LogFilterError): number {
  return outcome instanceof LogFilterError ? outcome.column : 0;
}

describe('parseFilter', () => {
  it.each([
    ['near to the grammar', nearGrammar],
    ['near to a regular expression', nearRegex],
    ['of any characters', anyText],
    ['of any bytes', bytes],
    ['that were filters once', mutated],
  ])('reads texts %s, or points into them', (_, texts) => {
    let [read, refused] = [0, 0];
    fc.assert(
      fc.property(texts, (text) => {
        const outcome = parseOrError(text);
        const isRefused = outcome instanceof LogFilterError;
        if (isRefused) refused += 1;
        else read += 1;
        const isFair = isRefused
          ? outcome.column >= 1 && outcome.column <= text.length + 1
          : typeof createMatcher(outcome, platformRegex) === 'function' &&
            isDeepStrictEqual(parseAnyLength(printFilter(outcome)), outcome);
        expect(isFair).toBe(true);
      }),
      { numRuns: 4000 },
    );
    expect(Math.min(read, refused)).toBeGreaterThan(20);
  });

  /** With quadratic time each of these would take longer than any test may. */
  it.each([
    ['words', 'a '],
    ['quotes', '"a" '],
    ['open quotes', '"'],
    ['backslashes', String.raw`"\\`],
    ['fields', 'a:'],
    ['alternatives', 'a OR '],
    ['parentheses', '('],
    ['negations', '-'],
    ['groups', '(a)'],
    ['ranges', 'a:[1 TO 2] '],
    ['open ranges', 'a:[1 TO '],
    ['stars', '*'],
    ['parts', '*a* '],
    ['slashes', '/'],
    ['regular expressions', '/a(b|c)/ '],
    ['escapes', String.raw`/\/`],
    ['spaces', ' '],
    ['letters', 'a'],
    ['dots', 'a.'],
    ['digits', 'x:>1'],
  ])('takes linear time for %s', (_, piece) => {
    const text = piece.repeat(400_000 / piece.length);
    for (const one of [text, `${text})`, `x:/${text}`, `(${text}`, `x:"${text}`]) {
      expect(columnOf(parseOrError(one))).toBeLessThanOrEqual(one.length + 1);
    }
  });
});
