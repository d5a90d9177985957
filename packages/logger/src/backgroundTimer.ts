/** A timeout that does not keep a Node process alive. */
export function setBackgroundTimeout(callback: () => void, ms: number): ReturnType<typeof setTimeout> {
  const timer = setTimeout(callback, ms);
  // Browsers give a number.
  (timer as { unref?: () => void }).unref?.();
  return timer;
}

/** Resolves after `ms` milliseconds, or with the promise if that is earlier. */
export function within<T>(ms: number, promise: Promise<T> | undefined): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const timer = setBackgroundTimeout(() => resolve(undefined), ms);
    Promise.resolve(promise)
      .then(resolve, reject)
      .finally(() => clearTimeout(timer));
  });
}
