/**
 * Leaves a request with the browser, which sends it when the page ends, however it ends, unless it is taken back.
 *
 * @returns how to take it back; `undefined` when nothing was left
 */
export type DeferredRequest = (url: string, init: RequestInit) => (() => void) | undefined;

type FetchLater = (url: string, init: RequestInit) => unknown;

/** By the Fetch standard's deferred fetching, in browsers that have it. */
export const deferByFetchLater: DeferredRequest = (url, init) => {
  const { fetchLater } = globalThis as { readonly fetchLater?: FetchLater };
  const controller = new AbortController();
  try {
    fetchLater?.(url, { ...init, signal: controller.signal });
    return fetchLater && (() => controller.abort());
  } catch {
    // The page's policy allows none, or its quota is used up: then the next page sends what waits.
    return undefined;
  }
};
