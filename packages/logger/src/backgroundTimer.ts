type Timer = ReturnType<typeof setTimeout>;

/** A timeout that does not keep a Node process alive. */
export function setBackgroundTimeout(callback: () => void, ms: number): Timer {
  return letGo(setTimeout(callback, ms));
}

/** An interval that does not keep a Node process alive. */
export function setBackgroundInterval(callback: () => void, ms: number): Timer {
  return letGo(setInterval(callback, ms));
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

function letGo(timer: Timer): Timer {
  // Browsers give a number.
  (timer as { unref?: () => void }).unref?.();
  return timer;
}
