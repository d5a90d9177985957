import fc from 'fast-check';
import type { FilterRegex } from '../LogFilter.ts';

/** A plain text as a regular expression that matches it. */
export function escapeRegex(text: string): string {
  return text.replaceAll(/[!-/:-@[-`{-~]/g, String.raw`\$&`);
}

const atom = (words: readonly string[]) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...words).map(escapeRegex) },
    { weight: 2, arbitrary: fc.constantFrom('a', 'e', 'T', 'o', 'x', '-', '{', '}', ']', ',', '日', '👍') },
    fc.constantFrom('.', String.raw`\d`, String.raw`\D`, String.raw`\w`, String.raw`\W`, String.raw`\s`),
    fc.constantFrom(String.raw`\S`, String.raw`\pL`, String.raw`\PN`, String.raw`\p{Lu}`, String.raw`\P{Ll}`),
    fc.constantFrom(String.raw`\x41`, String.raw`\x{1F44D}`, String.raw`\n`, String.raw`\/`, String.raw`\.`),
    fc.constantFrom('[a-m]', '[^a-m]', String.raw`[\d_.-]`, '[^x]', String.raw`[\pL\s]`, String.raw`[^\S]`),
    fc.constantFrom('[[(|$^.*+?]', String.raw`[\]\-\\]`, '[-a]', '[é-ü]', String.raw`[^\P{Lu}T]`),
  );
const assertion = fc.constantFrom('^', '$', String.raw`\b`, String.raw`\B`, String.raw`\A`, String.raw`\z`);
const repeat = fc.constantFrom(
  '',
  '',
  '',
  '',
  '*',
  '+',
  '?',
  '*?',
  '+?',
  '??',
  '{2}',
  '{0,2}',
  '{1,}',
  '{0}?',
);
const groupRepeat = fc.constantFrom('', '', '?', '??');
const UNBOUNDED = /[*+]|,\}/g;
/** More of them, or one inside the other, and the platform's engine tracks back for longer than a test may take. */
const MAX_UNBOUNDED = 3;

/** Patterns that `readRegex` takes, of all its constructs; now and then plain words, so that some match. */
function pattern(words: readonly string[]): fc.Arbitrary<string> {
  return fc.letrec<{ alternatives: string; sequence: string; term: string }>((tie) => ({
    alternatives: fc.oneof(
      { maxDepth: 3 },
      { weight: 5, arbitrary: tie('sequence') },
      {
        weight: 1,
        arbitrary: fc.array(tie('sequence'), { minLength: 2, maxLength: 3 }).map((all) => all.join('|')),
      },
    ),
    sequence: fc.array(tie('term'), { minLength: 1, maxLength: 3 }).map((terms) => terms.join('')),
    term: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      { weight: 6, arbitrary: fc.tuple(atom(words), repeat).map(withRepeat) },
      { weight: 1, arbitrary: assertion },
      {
        weight: 2,
        arbitrary: fc
          .tuple(fc.constantFrom('(', '(?:'), tie('alternatives'), groupRepeat)
          .map(([open, inner, count]) => `${open}${inner})${count}`),
      },
    ),
  })).alternatives;
}

/** A `{` before a count, or a number after a back-slash, would be read as something else: in a group it is not. */
function withRepeat([text, count]: readonly [string, string]): string {
  return count === '' ? text : `(?:${text})${count}`;
}

/** Random regular expressions of the filter language. */
export function arbitraryRegex(words: readonly string[]): fc.Arbitrary<FilterRegex> {
  return fc.record({
    pattern: pattern(words).filter(
      (text) => text.length <= 120 && (text.match(UNBOUNDED)?.length ?? 0) <= MAX_UNBOUNDED,
    ),
    flags: fc.constantFrom('', 'i', 'm', 's', 'im', 'is', 'ims'),
  });
}
