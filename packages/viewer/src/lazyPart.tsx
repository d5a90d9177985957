import { useEffect, useReducer, type ComponentType, type ReactNode } from 'react';

export interface LazyPart<Props> {
  (props: Props): ReactNode;
  /** Fetches its code, so that it is there at once when it is shown. */
  preload(): void;
}

/**
 * A component whose code is fetched when it is wanted. Unlike `React.lazy` it shows what has been fetched at
 * once, where that waits for a suspended moment and then 300 ms.
 */
export function lazyPart<Props extends object>(load: () => Promise<ComponentType<Props>>): LazyPart<Props> {
  let Loaded: ComponentType<Props> | undefined;
  let loading: Promise<void> | undefined;
  const fetchCode = () =>
    (loading ??= load().then(
      (component) => {
        Loaded = component;
      },
      () => {
        // The network is gone, or another version was deployed: whoever wants it next tries again.
        loading = undefined;
      },
    ));
  function Part(props: Props): ReactNode {
    const [, loaded] = useReducer((count: number) => count + 1, 0);
    useEffect(() => {
      if (!Loaded) void fetchCode().then(loaded);
    }, []);
    return Loaded ? <Loaded {...props} /> : null;
  }
  return Object.assign(Part, { preload: () => void fetchCode() });
}
