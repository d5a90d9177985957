/** What a page goes through, for those who must act in the same task. */
export interface PageListeners {
  /** The page is out of sight. On phones this may be the last that it gets to know. */
  readonly onHidden: () => void;
  readonly onVisible: () => void;
  /** The page goes away or is frozen: the last moment. */
  readonly onLeave: () => void;
  /** It was not the end: the page came back from the back/forward cache, or was thawed. */
  readonly onReturn: () => void;
}

/** Listens to the page, where there is one. Returns how to stop. */
export function watchPage({ onHidden, onVisible, onLeave, onReturn }: PageListeners): () => void {
  const controller = new AbortController();
  if (typeof document !== 'undefined') {
    const listen = (type: string, listener: () => void) => {
      // On the window all of them pass by; captured, so also where the app stops the event.
      window.addEventListener(type, listener, { capture: true, signal: controller.signal });
    };
    listen('visibilitychange', () => (isHidden() ? onHidden() : onVisible()));
    for (const type of ['freeze', 'pagehide']) listen(type, onLeave);
    for (const type of ['resume', 'pageshow']) listen(type, onReturn);
  }
  return () => controller.abort();
}

/** Whether the page is out of sight, where its timers run late. */
export function isHidden(): boolean {
  return globalThis.document?.visibilityState === 'hidden';
}
