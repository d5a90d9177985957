/** Uses localStorage. Returns `undefined` where it is absent, refused by the browser, or full. */
export function withLocalStorage<T>(access: (storage: Storage) => T): T | undefined {
  try {
    return access(localStorage);
  } catch {
    // Whoever keeps something there does without it.
    return undefined;
  }
}

/** What is kept under names that begin so: the rest of the name, and the value. */
export function entriesInLocalStorage(prefix: string): [name: string, value: string][] {
  const found = withLocalStorage((storage) =>
    Object.keys(storage)
      .filter((key) => key.startsWith(prefix))
      .map((key): [string, string] => [key.slice(prefix.length), storage.getItem(key)!]),
  );
  return found ?? [];
}
