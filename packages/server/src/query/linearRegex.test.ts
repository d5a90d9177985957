import {
  createMatcher,
  LogFilterError,
  parseFilter,
  platformRegex,
  type FilterRegex,
} from '@tailrace/protocol';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { arbitraryRegex, escapeRegex, nearRegex, WORDS } from '../../testing/arbitraries.ts';
import { linearRegex } from './linearRegex.ts';

const TEXTS_PER_REGEX = 4;

/** With `i`, to the platform `\b` takes the Kelvin sign and the long s for letters of words, to RE2 it does not. */
function hasFoldedBoundary({ pattern, flags }: FilterRegex): boolean {
  return flags.includes('i') && /\\b/i.test(pattern);
}

it('means the same by any regular expression as the platform does, in the language that filters have', () => {
  const text = fc
    .array(fc.constantFrom(...WORDS, '\n', '\r', '\v', '\u2028', '\u00A0', ' ', '{2}', 'T', 'm', ']'), {
      maxLength: 6,
    })
    .map((parts) => parts.join(''));
  let [matching, missing] = [0, 0];
  fc.assert(
    fc.property(
      arbitraryRegex(WORDS),
      fc.array(text, { minLength: TEXTS_PER_REGEX, maxLength: TEXTS_PER_REGEX }),
      (regex, texts) => {
        const [linear, platform] = [linearRegex(regex), platformRegex(regex)];
        for (const written of texts) {
          const one = hasFoldedBoundary(regex) ? written.replaceAll(/[\u212A\u017F]/g, '') : written;
          const expected = platform(one);
          expect([one, linear(one)]).toEqual([one, expected]);
          if (expected) matching += 1;
          else missing += 1;
        }
      },
    ),
    { numRuns: 4000 },
  );
  expect(Math.min(matching, missing)).toBeGreaterThan(1000);
}, 60_000);

it('compiles whatever the parser takes', () => {
  let compiled = 0;
  fc.assert(
    fc.property(nearRegex, (text) => {
      try {
        createMatcher(parseFilter(text), linearRegex);
        compiled += 1;
      } catch (error) {
        if (!(error instanceof LogFilterError)) throw error;
      }
    }),
    { numRuns: 20_000 },
  );
  expect(compiled).toBeGreaterThan(1000);
}, 60_000);

it('finds any text by itself', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
      const regex = { pattern: escapeRegex(text), flags: '' };
      expect([linearRegex(regex)(`a${text}b`), platformRegex(regex)(`a${text}b`)]).toEqual([true, true]);
    }),
  );
});

/** Each would keep an engine that tracks back busy for longer than the universe is old. */
it.each([
  String.raw`(x+x+)+y`,
  String.raw`(x|x)*y`,
  String.raw`^(x*)*$`,
  '(.*?){20}y',
  'x?x?x?x?x?x?x*x*x*x*x*x*x*y',
])('ends on a text made for %s', (pattern) => {
  expect(linearRegex({ pattern, flags: '' })(`${'x'.repeat(16_000)}!`)).toBe(false);
});
