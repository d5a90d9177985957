/** What is looked for in the messages. */
export interface SearchQuery {
  readonly text: string;
  /** Whether the text is a regular expression. @default false */
  readonly regex?: boolean;
  /** @default only when the text has a capital letter ("smart case") */
  readonly caseSensitive?: boolean;
}

/**
 * Makes a query's pattern.
 *
 * @throws {SyntaxError} when the text is no regular expression
 */
export function patternOf({
  text,
  regex = false,
  caseSensitive = hasCapital(text, regex),
}: SearchQuery): RegExp {
  const source = regex ? text : text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
  return new RegExp(source, caseSensitive ? '' : 'i');
}

/** `\S` and its like are no capitals that somebody typed as such. */
function hasCapital(text: string, regex: boolean): boolean {
  const letters = regex ? text.replaceAll(/\\./gs, '') : text;
  return letters !== letters.toLowerCase();
}
