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
  if (typeof document === 'undefined') return () => {};
  const controller = new AbortController();
  // Captured, so that it also happens where the app stops the event.
  const options = { capture: true, signal: controller.signal };
  const onVisibility = () => (document.visibilityState === 'hidden' ? onHidden() : onVisible());
  document.addEventListener('visibilitychange', onVisibility, options);
  document.addEventListener('freeze', onLeave, options);
  document.addEventListener('resume', onReturn, options);
  window.addEventListener('pagehide', onLeave, options);
  window.addEventListener('pageshow', onReturn, options);
  return () => controller.abort();
}

/** Whether the page is out of sight, where its timers run late. */
export function isHidden(): boolean {
  return typeof document !== 'undefined' && document.visibilityState === 'hidden';
}
