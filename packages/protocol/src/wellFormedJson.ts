/** Any escape, so that the `\\` of a literal backslash is consumed before the `u` that may follow it. */
const ESCAPE = /\\(?:u[0-9a-f]{4}|.)/g;
/** What `JSON.stringify` writes for NUL and for a surrogate without its partner, and for nothing else. */
const UNSTORABLE = /^\\u(?:0000|d[89a-f]..)$/;

/**
 * Makes JSON text, as `JSON.stringify` prints it, storable everywhere: a NUL ends a text in SQLite and is an
 * error in PostgreSQL, and so are lone surrogates. NUL becomes U+2400 (␀), a lone surrogate U+FFFD (�).
 *
 * @example
 * wellFormedJson(JSON.stringify('a\0b')); // '"a␀b"'
 */
export function wellFormedJson(json: string): string {
  if (!json.includes('\\u')) return json;
  return json.replace(ESCAPE, (escape) => {
    if (!UNSTORABLE.test(escape)) return escape;
    return escape === '\\u0000' ? '\u2400' : '\uFFFD';
  });
}
