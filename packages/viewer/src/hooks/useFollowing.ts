import { useSyncExternalStore } from 'react';
import type { ListView } from '../list/ListView.ts';

/** Whether a list keeps to its tail. */
export function useFollowing(view: ListView): boolean {
  return useSyncExternalStore(
    view.subscribe,
    () => view.following,
    () => true,
  );
}
