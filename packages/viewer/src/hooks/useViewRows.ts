import { useMemo, useSyncExternalStore } from 'react';
import { lateCode } from '../lateCode.ts';
import type { LogRows } from '../stream/buffer/LogRows.ts';
import type { LogView } from '../stream/LogView.ts';

export interface ViewRowsOptions {
  /** In the filter language: narrows what is in the buffer, where the page fills it. */
  readonly filter: string;
  readonly grouped: boolean;
}

/** The rows to show: the buffer's own, or a view of them. */
export function useViewRows(buffer: LogRows, { filter, grouped }: ViewRowsOptions): LogRows {
  const { subscribe, get } = useMemo(
    () => viewStore(buffer, filter === '' && !grouped ? undefined : { filter, grouped }),
    [buffer, filter, grouped],
  );
  return useSyncExternalStore(subscribe, get, get) ?? buffer;
}

/** Few viewers need it, so its code is fetched when one does. */
const views = lateCode(() => import('../stream/openView.ts'));

/** A view that is there while it is subscribed to: when it has, React looks whether it is another. */
function viewStore(buffer: LogRows, options: ViewRowsOptions | undefined) {
  let view: LogView | undefined;
  return {
    subscribe: (changed: () => void) => {
      if (!options) return () => {};
      let wanted = true;
      const fetched = views.get();
      if (fetched) view = fetched.openView(buffer, options);
      else {
        views.fetch().then(
          ({ openView }) => {
            if (wanted) view = openView(buffer, options);
            changed();
          },
          () => {
            // The network is gone: all rows are shown, each by itself, until it is asked for again.
          },
        );
      }
      return () => {
        wanted = false;
        view?.close();
        view = undefined;
      };
    },
    get: () => view,
  };
}
