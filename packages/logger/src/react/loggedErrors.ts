/** Errors that the boundary has logged, so that the root's callbacks and outer boundaries do not log them again. */
const logged = new WeakSet<object>();

/** Tells whether it is the first time that this error is to be logged. Of what is no object it cannot know. */
export function isFirstTime(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return true;
  if (logged.has(error)) return false;
  logged.add(error);
  return true;
}
