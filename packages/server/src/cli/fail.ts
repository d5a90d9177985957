/** Exit code for a command that did not do what it was asked, or found what it looked for. */
export const EXIT_FAILED = 1;
/** Exit code for what cannot succeed until somebody changes something. */
export const EXIT_MISUSE = 2;

/** Ends the process, and says why on standard error. */
export function fail(code: number, lines: readonly string[]): never {
  process.stderr.write(`${lines.join('\n')}\n`);
  process.exit(code);
}
