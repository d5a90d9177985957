/** Escapes by which JSON can say what SQLite and PostgreSQL cannot keep: NUL, and halves of surrogate pairs. */
const UNSTORABLE_ESCAPE = /\\u(?:0000|[dD][89a-fA-F])/;

/** Visible in place of a character that cannot be kept. */
const SYMBOL_FOR_NULL = '\u2400';

/** Tells whether a JSON text may say what stores cannot keep. */
export function mayBeUnstorable(json: string): boolean {
  return UNSTORABLE_ESCAPE.test(json);
}

/** A copy of a parsed value in which every text, keys included, can be kept by every store. */
export function toStorable(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', SYMBOL_FOR_NULL).toWellFormed();
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(toStorable);
  // fromEntries defines properties, so that a key named __proto__ stays plain data.
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [toStorable(key) as string, toStorable(member)]),
  );
}
