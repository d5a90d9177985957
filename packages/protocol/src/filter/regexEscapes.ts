/** Unicode's general categories that RE2 and `RegExp` agree about: `C` itself has the unassigned for one of them only. */
const CATEGORY =
  /\\([pP])(?:([LMNPSZ])|\{([LMNPSZ]|L[ulmot]|M[nce]|N[dlo]|P[cdsefio]|S[mcko]|Z[slp]|C[cf])\})/y;
const SIMPLE_CLASSES: Readonly<Record<string, string>> = {
  d: String.raw`\d`,
  D: String.raw`\D`,
  w: String.raw`\w`,
  W: String.raw`\W`,
  // RE2's white space is ASCII, without the vertical tab.
  s: String.raw`[\t\n\f\r ]`,
  S: String.raw`[^\t\n\f\r ]`,
};
const CONTROLS: Readonly<Record<string, string>> = {
  a: '\u0007',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};
const HEX = /\\x(?:([\da-fA-F]{2})|\{([\da-fA-F]{1,6})\})/y;
const LAST_CODE_POINT = 0x10_ff_ff;

/** Reads an escape that stands for a set of characters (`\d`, `\pL`), as `RegExp` writes it, if one is there. */
export function readClassEscape(pattern: string, at: number): { source: string; length: number } | undefined {
  const letter = pattern[at] === '\\' ? (pattern[at + 1] ?? '') : '';
  if (Object.hasOwn(SIMPLE_CLASSES, letter)) return { source: SIMPLE_CLASSES[letter]!, length: 2 };
  CATEGORY.lastIndex = at;
  const [text, sign, short, long] = CATEGORY.exec(pattern) ?? [];
  return text === undefined ? undefined : { source: `\\${sign}{${short ?? long}}`, length: text.length };
}

/** Reads an escape that stands for one character, or tells why it does not. */
export function readSingleEscape(
  pattern: string,
  at: number,
): { character: string; length: number } | string {
  const next = pattern[at + 1];
  if (next === undefined) return String.raw`A character is missing after \ `.trimEnd();
  if (Object.hasOwn(CONTROLS, next)) return { character: CONTROLS[next]!, length: 2 };
  if (next === 'x') return readHex(pattern, at);
  if (/[1-9k]/.test(next)) return 'RE2 has no back-references';
  if (/[pP]/.test(next))
    return String.raw`Of Unicode's classes, \p has the general categories, such as \pL or \p{Lu}`;
  if (/[!-/:-@[-`{-~ ]/.test(next)) return { character: next, length: 2 };
  return String.raw`There is no escape \ `.trimEnd() + String.fromCodePoint(pattern.codePointAt(at + 1)!);
}

function readHex(pattern: string, at: number): { character: string; length: number } | string {
  HEX.lastIndex = at;
  const [text, short, long] = HEX.exec(pattern) ?? [];
  const code = Number.parseInt(short ?? long ?? '', 16);
  if (text === undefined || code > LAST_CODE_POINT) return String.raw`Write a character as \x41 or \x{1F600}`;
  return { character: String.fromCodePoint(code), length: text.length };
}
