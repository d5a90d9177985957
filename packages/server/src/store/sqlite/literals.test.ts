import { describe, expect, it } from 'vitest';
import { literalOf, literalOfRegex } from './literals.ts';

describe('the text that a line must hold', () => {
  it.each([
    ['time', 'time'],
    ['Error: declined', 'declined'],
    ['a/b/long one', 'long one'],
    ['"quoted"', 'quoted'],
    ['été', undefined],
    ['ab', undefined],
    ['100%', '100'],
  ])('of the part %s is %s', (part, text) => {
    expect(literalOf(part, 'sameCase')?.text).toBe(text);
  });

  it('is not told by letters that others fold to, where case does not count', () => {
    expect(literalOf('kiss', 'anyCase')).toBeUndefined();
    expect(literalOf('kissed', 'anyCase')).toBeUndefined();
    expect(literalOf('kiss', 'sameCase')?.text).toBe('kiss');
    expect(literalOf('disk full', 'anyCase')?.text).toBe('disk full');
  });

  it.each([
    ['timed? out after', ' out after'.trim()],
    ['(optional)?required', 'required'],
    ['(optional)? required+ again', 'required'],
    ['abc|def', undefined],
    ['abc(d|e)fgh', undefined],
    ['[abc]defg[abc]*', 'defg'],
    [String.raw`\d+ retries`, 'retries'],
    [String.raw`retry\x41bc`, 'retry'],
    ['abcd{0,3}', 'abc'],
    ['abcd*', 'abc'],
    ['abcd*?efg', 'abc'],
    ['abcd+?', 'abcd'],
    ['a.c', undefined],
    ['^start$', 'start'],
    [String.raw`[^\]abc]*next`, 'next'],
    [String.raw`\pLetter`, 'etter'],
    [String.raw`\p{Lu}word`, 'word'],
    ['{"amount":', 'amount'],
  ])('of the expression %s is %s', (pattern, text) => {
    expect(literalOfRegex({ pattern, flags: '' })?.text).toBe(text);
  });
});
