import { useSyncExternalStore } from 'react';

const never = () => () => {};

/** False while a server renders and while a browser takes that over; true where there is only a browser. */
export function useHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
