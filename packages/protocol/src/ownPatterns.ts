/** A rule of one's own. */
export interface OwnPattern {
  /** What findings and replacements call it: letters, digits, `_` and `-`. */
  readonly name: string;
  /**
   * Tried on the text of each string, in pieces of at most 2,048 characters cut at white space, so that a slow
   * expression stays bearable.
   */
  readonly pattern: RegExp;
  /**
   * As in `String.replace`: `$1` is the first group.
   *
   * @default `[redacted:<name>]`
   */
  readonly replace?: string;
}

const PIECES = /[^]{1,2048}(?=\s|$)|[^]{2048}/g;
const STRINGS = /("(?:[^"\\]|\\.)*")(\s*:)?/g;

/**
 * Applies own patterns to text, or to the strings of an entry's JSON line that are not keys.
 *
 * @param start where in the line what may be changed begins
 * @param onMatch decides whether a match is replaced; hears where the text with it begins
 */
export function replaceOwn(
  text: string,
  patterns: readonly OwnPattern[],
  start: number | undefined,
  onMatch: (name: string, match: string, offset: number) => boolean,
): string {
  if (start === undefined) return replaceIn(text, 0);
  const changed = text
    .slice(start)
    .replace(STRINGS, (token: string, string: string, colon: string | undefined, at: number) => {
      if (colon !== undefined) return token;
      const value = JSON.parse(string) as string;
      const clean = replaceIn(value, start + at);
      return clean === value ? token : JSON.stringify(clean);
    });
  return text.slice(0, start) + changed;

  function replaceIn(value: string, offset: number): string {
    return patterns.reduce((before, { name, pattern, replace = `[redacted:${name}]` }) => {
      const once = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, ''));
      const all = new RegExp(once.source, `${once.flags}g`);
      return before.replace(PIECES, (piece) =>
        piece.replace(all, (match: string) =>
          match !== '' && onMatch(name, match, offset) ? match.replace(once, replace) : match,
        ),
      );
    }, value);
  }
}
