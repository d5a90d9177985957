/** What may end strings and containers; backslashes are taken as runs, so that none is looked at twice. */
const BRACKETS = /\\+"?|["[\]{}]/g;

/**
 * How deep in each other strings of JSON stand at a quote, by the backslashes before it: 0 for `"`, 1 for
 * `\"`, 2 for `\\\"`. That is how often their number can be halved with a rest.
 */
export function quoteLevel(backslashes: number): number {
  let level = 0;
  for (let rest = backslashes; rest % 2 === 1; rest = (rest - 1) / 2) level += 1;
  return level;
}

/** Where a string ends that was opened at `level`: before its closing quote and what escapes that. */
export function stringEnd(text: string, from: number, quote: string, level: number): number {
  for (let end = text.indexOf(quote, from); end >= 0; end = text.indexOf(quote, end + 1)) {
    let run = 0;
    while (end - run > from && text[end - 1 - run] === '\\') run += 1;
    const closing = quoteLevel(run);
    if (closing <= level) return end - 2 ** closing + 1;
  }
  return text.length;
}

/** Where an object or array ends that begins at `from`, and whose strings are quoted at `level`. */
export function containerEnd(text: string, from: number, level: number): number {
  let depth = 0;
  let inString = false;
  BRACKETS.lastIndex = from;
  for (let match; (match = BRACKETS.exec(text));) {
    const [token] = match;
    if (token.endsWith('"')) {
      const at = quoteLevel(token.length - 1);
      if (at < level) return match.index;
      if (at === level) inString = !inString;
    } else if (!inString && !token.startsWith('\\')) {
      depth += '[{'.includes(token) ? 1 : -1;
      if (depth === 0) return BRACKETS.lastIndex;
    }
  }
  return text.length;
}
