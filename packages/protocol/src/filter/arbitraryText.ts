import fc from 'fast-check';

/** What the language is made of, and what is near to it. */
export const PIECES = [
  'a',
  'Ab',
  '"',
  '(',
  ')',
  '-',
  ' ',
  'OR',
  'NOT ',
  'AND',
  ':',
  'x:',
  '"x y":',
  'level:',
  'timestamp:',
  'warn',
  '>',
  '<=',
  '1',
  '-1.5',
  '1e999',
  '2026-11-20',
  '*',
  '**',
  '/',
  '/i',
  '[',
  ']',
  '{',
  '}',
  ' TO ',
  '{2}',
  '|',
  '\\',
  '\\d',
  '\\1',
  '\\x{',
  '\\p{L}',
  '(?',
  '(?=',
  '(?i)',
  '^',
  '$',
  '.',
  '+',
  '?',
  '[^',
  '-z',
  '\0',
  '🙂',
  '\ud83d',
];

/** Texts that might be filters. */
export const nearGrammar = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 40 })
  .map((pieces) => pieces.join(''));

/** Texts that might be filters by a regular expression. */
export const nearRegex = fc
  .array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 12 })
  .map((pieces) => `/${pieces.join('')}/`);
