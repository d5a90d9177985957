/** Whether the browser believes that there is a network; `true` where it has no opinion. */
export function isOnline(): boolean {
  return globalThis.navigator?.onLine !== false;
}

/** Calls the listener when the network comes back, where that is told. Returns how to stop. */
export function onOnline(listener: () => void): () => void {
  globalThis.addEventListener?.('online', listener);
  return () => globalThis.removeEventListener?.('online', listener);
}
