/** Tells an error also when it comes from another window, where `instanceof` knows nothing of it. */
export function isError(value: unknown): value is Error {
  // Asked of every entry's metadata, which nearly always is a plain object.
  if (typeof value !== 'object' || value === null) return false;
  try {
    return (
      Object.getPrototypeOf(value) !== Object.prototype &&
      (value instanceof Error || Object.prototype.toString.call(value) === '[object Error]')
    );
  } catch {
    // A revoked proxy: whatever it was, it is not an error any more.
    return false;
  }
}
