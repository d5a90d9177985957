import type { FilterRegex } from '@tailrace/protocol';
import { RE2JS } from 're2js';

const FLAGS: Readonly<Record<string, number>> = {
  i: RE2JS.CASE_INSENSITIVE,
  m: RE2JS.MULTILINE,
  s: RE2JS.DOTALL,
};

/** Compiles with RE2's algorithm: time grows with the text's length, whatever the expression. */
export function linearRegex({ pattern, flags }: FilterRegex): (text: string) => boolean {
  const compiled = RE2JS.compile(
    pattern,
    Array.from(flags).reduce((sum, flag) => sum | FLAGS[flag]!, 0),
  );
  return (text) => compiled.test(text);
}
