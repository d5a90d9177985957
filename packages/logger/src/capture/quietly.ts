/** Makes a function of one that must not disturb the app: what it throws ends there. */
export function quietly<Args extends readonly unknown[]>(
  work: (...args: Args) => void,
): (...args: Args) => void {
  return (...args) => {
    try {
      work(...args);
    } catch {
      // The app's own value threw, or its logger did. An error told here could be captured again, in a circle.
    }
  };
}
