import type { FilterRegex } from '@tailrace/protocol';

/** Characters that a literal has at least: fewer are in nearly every line. */
const MIN_LENGTH = 3;
/** Characters that a literal has at most; SQLite's LIKE gets slow with long ones, and no line is told better. */
const MAX_LENGTH = 64;

/**
 * ASCII that JSON writes as itself. Left out are the slash, which may be written `\/`, the wildcard of LIKE, and the
 * colon, which stands between an error's name and message in the text that is searched, and not in the line.
 */
const LITERALS = /[!#$&'()*+,\-.0-9;<=>?@A-Z[\]^_`a-z{|}~][ !#$&'()*+,\-.0-9;<=>?@A-Z[\]^_`a-z{|}~]*/g;
/** Characters that a number prints otherwise than it was written: `1e2` is 100. */
const ONLY_NUMERIC = /^[\d.e+-]*$/;
/** Letters that others than their capitals become: the Kelvin sign is a k in lower case, and `ſ` an s to `/s/i`. */
const FOLDED_FROM_OTHERS = /[iks_]/gi;

/** A condition over `entries`. */
export interface SqlCondition {
  readonly where: string;
  readonly parameters: readonly (string | number)[];
}

/** A text that every entry which a filter passes has somewhere in its line, in one case or in any. */
export interface Literal {
  readonly text: string;
  readonly anyCase: boolean;
}

/** The longest piece of a text that can be looked for in lines. */
export function literalOf(text: string, sensitivity: 'sameCase' | 'anyCase'): Literal | undefined {
  return longest(text.match(LITERALS) ?? [], sensitivity === 'anyCase');
}

/** The longest text that stands in whatever a regular expression matches, if that can be said at a glance. */
export function literalOfRegex({ pattern, flags }: FilterRegex): Literal | undefined {
  if (pattern.includes('|')) return undefined;
  // A group or a class may be repeated no times, as may the one character before a count.
  const flat = pattern
    .replaceAll(/\\(?:x\{[^}]*\}|x..|[pP]\{[^}]*\}|[pP].|[^])/g, '\n')
    .replaceAll(/\[[^\]]*\]/g, '\n');
  let depth = 0;
  let outside = '';
  for (const character of flat) {
    if (character === '(') depth += 1;
    outside += depth > 0 ? '\n' : character;
    if (character === ')') depth -= 1;
  }
  const required = outside.replaceAll(/[^](?:[*?]|\{\d+(?:,\d*)?\})\??/g, '\n').replaceAll(/[+.^$()]/g, '\n');
  return longest(required.match(LITERALS) ?? [], flags.includes('i'));
}

function longest(texts: readonly string[], anyCase: boolean): Literal | undefined {
  const text = texts.reduce((best, one) => (one.length > best.length ? one : best), '').slice(0, MAX_LENGTH);
  const told = anyCase ? text.replaceAll(FOLDED_FROM_OTHERS, '') : text;
  return told.length < MIN_LENGTH ? undefined : { text, anyCase };
}

/** Entries in whose own line a literal is. The producer may have escaped what need not be: `\u0061` is an a. */
export function textWithLiteral(literal: Literal | undefined): SqlCondition | undefined {
  if (!literal) return undefined;
  const { condition, parameter } = contains('line', literal);
  return { where: `(${condition})`, parameters: [parameter] };
}

/** Entries with a literal in their line, or in what is told of their sender, as the value of any field. */
export function valueWithLiteral(literal: Literal | undefined): SqlCondition | undefined {
  if (!literal || ONLY_NUMERIC.test(literal.text)) return undefined;
  const line = contains('line', literal);
  const resource = contains('json', literal);
  return {
    where: `(${line.condition} OR resource_id IN (SELECT id FROM resources WHERE ${resource.condition}))`,
    parameters: [line.parameter, resource.parameter],
  };
}

function contains(column: string, { text, anyCase }: Literal): { condition: string; parameter: string } {
  const escaped = `instr(${column}, '\\u')`;
  return anyCase
    ? {
        condition: `${column} LIKE ? OR ${escaped}`,
        parameter: `%${text.replaceAll(FOLDED_FROM_OTHERS, '_')}%`,
      }
    : { condition: `instr(${column}, ?) OR ${escaped}`, parameter: text };
}
