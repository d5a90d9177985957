/** Code that is fetched when it is wanted. */
export interface LateCode<Code> {
  /** Fetches it, once for a page; where that fails, whoever wants it next tries again. */
  readonly fetch: () => Promise<Code>;
  /** Fetches it, so that it is there at once when it is wanted. */
  readonly preload: () => void;
  /** What has been fetched. */
  readonly get: () => Code | undefined;
  /** Calls the listener when it has been fetched. */
  readonly subscribe: (listener: () => void) => () => void;
}

/**
 * Keeps what a dynamic import gives.
 *
 * @example
 * const details = lateCode(() => import('./LogDetails.tsx'));
 * const { LogDetails } = await details.fetch();
 */
export function lateCode<Code>(load: () => Promise<Code>): LateCode<Code> {
  let code: Code | undefined;
  let fetching: Promise<Code> | undefined;
  const listeners = new Set<() => void>();
  const fetch = () =>
    (fetching ??= load().then(
      (fetched) => {
        code = fetched;
        listeners.forEach((listener) => listener());
        return fetched;
      },
      (error: unknown) => {
        // The network is gone, or another version was deployed.
        fetching = undefined;
        throw error;
      },
    ));
  return {
    fetch,
    preload: () => {
      fetch().catch(() => {
        // Nobody waits for it yet; who does tries again.
      });
    },
    get: () => code,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
