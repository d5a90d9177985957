import { useCallback, useSyncExternalStore } from 'react';

/** Milliseconds between two renderings at least: nobody reads numbers faster. */
const RENDER_MS = 100;

interface Versioned {
  readonly version: number;
  subscribe(listener: () => void): () => void;
}

/** Renders again when something has changed, but not with every change. */
export function useThrottled(thing: Versioned): void {
  const subscribe = useCallback(
    (changed: () => void) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const stop = thing.subscribe(() => {
        timer ??= setTimeout(() => {
          timer = undefined;
          changed();
        }, RENDER_MS);
      });
      return () => {
        stop();
        clearTimeout(timer);
      };
    },
    [thing],
  );
  useSyncExternalStore(
    subscribe,
    () => thing.version,
    () => 0,
  );
}
