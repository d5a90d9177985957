/** What the holder of a lock is told. */
export interface LockListeners {
  readonly onHeld: () => void;
  /** Another tab took the lock. */
  readonly onStolen: () => void;
}

/**
 * Waits for a Web Lock and holds it.
 *
 * @param steal takes it from who holds it, without waiting
 * @returns how to release it, or to give up waiting
 */
export function holdLock(name: string, steal: boolean, { onHeld, onStolen }: LockListeners): () => void {
  const waiting = new AbortController();
  let release = () => waiting.abort();
  let isReleased = false;
  let isHeld = false;
  const hold = () => {
    if (isReleased) return undefined;
    isHeld = true;
    onHeld();
    return new Promise<void>((resolve) => {
      release = resolve;
    });
  };
  navigator.locks.request(name, steal ? { steal } : { signal: waiting.signal }, hold).catch(() => {
    // A lock that was refused outright is not asked for again and again.
    if (isHeld && !isReleased) onStolen();
  });
  return () => {
    isReleased = true;
    release();
  };
}
