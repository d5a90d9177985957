const CONTROL_PICTURES = 0x2400;
const FIRST_PRINTABLE = 0x20;
const DELETE = 0x7f;

/** What stands for a character that should be seen and not sent: `␛`, or its escape where there is no picture of it. */
export function visibleCharacter(character: string): string {
  const code = character.codePointAt(0)!;
  if (code < FIRST_PRINTABLE) return String.fromCodePoint(CONTROL_PICTURES + code);
  return code === DELETE ? '\u2421' : `\\u${code.toString(16).padStart(4, '0')}`;
}
