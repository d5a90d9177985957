import { useMemo, useSyncExternalStore } from 'react';
import type { LogRows } from '../stream/buffer/LogRows.ts';
import { LogSearch } from '../stream/search/LogSearch.ts';

/** A search among rows, as long as the component is there. */
export function useLogSearch(rows: LogRows): LogSearch | undefined {
  const { subscribe, get } = useMemo(() => searchStore(rows), [rows]);
  return useSyncExternalStore(subscribe, get);
}

/** A search that is there while it is subscribed to: when it has, React looks whether it is another. */
function searchStore(rows: LogRows) {
  let search: LogSearch | undefined;
  return {
    subscribe: () => {
      search = new LogSearch(rows);
      return () => {
        search?.close();
        search = undefined;
      };
    },
    get: () => search,
  };
}
