/**
 * Characters that act instead of showing themselves: controls, line separators, those that turn the direction
 * of what follows, and the byte order mark.
 */
export const UNSEEN = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/u;

/** What stands for such a character where it would not show. Line feeds are breaks only where lines wrap. */
export function visibleCharacter(character: string, wrap: boolean): string {
  const code = character.charCodeAt(0);
  if (character === '\t') return '  ';
  if (character === '\n') return wrap ? '\n' : '↵';
  // As terminals write them: not every font has the pictures of control characters.
  if (code < 0x80) return `^${String.fromCharCode(code ^ 0x40)}`;
  return `‹${code.toString(16).toUpperCase().padStart(4, '0')}›`;
}
