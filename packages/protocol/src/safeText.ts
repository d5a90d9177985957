/** Any value as a text, without throwing. */
export function safeText(value: unknown): string {
  try {
    return typeof value === 'function' ? `[Function ${value.name}]` : String(value);
  } catch {
    // A toString of the app's own threw, or there is none.
    return '[Throws]';
  }
}
