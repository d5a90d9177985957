const ZERO = 48;
/** No safe integer has more digits. */
const MAX_DIGITS = 16;

/**
 * Reads the whole number that stands in a text from a place to its end, without making a text of it: of an
 * entry that is taken in, it is done for the id and the cursor.
 *
 * @returns not a number where `String` would print another text: a sign, a leading zero, beyond safe integers
 */
export function readWhole(text: string, from: number): number {
  const length = text.length - from;
  const first = text.charCodeAt(from);
  if (length < 1 || length > MAX_DIGITS || (length > 1 && first === ZERO)) return Number.NaN;
  let number = 0;
  for (let at = from; at < text.length; at += 1) {
    const digit = text.charCodeAt(at) - ZERO;
    if (digit < 0 || digit > 9) return Number.NaN;
    number = number * 10 + digit;
  }
  return number <= Number.MAX_SAFE_INTEGER ? number : Number.NaN;
}
