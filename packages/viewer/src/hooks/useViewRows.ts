import { LogFilterError } from '@tailrace/protocol/core';
import { useMemo, useSyncExternalStore } from 'react';
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
let fetched: typeof LogView | undefined;

async function fetchLogView(): Promise<typeof LogView> {
  return (fetched ??= (await import('../stream/LogView.ts')).LogView);
}

/** A view that is there while it is subscribed to: when it has, React looks whether it is another. */
function viewStore(buffer: LogRows, options: ViewRowsOptions | undefined) {
  let view: LogView | undefined;
  return {
    subscribe: (changed: () => void) => {
      let wanted = true;
      const open = (View: typeof LogView) => {
        if (wanted) view = viewOf(View, buffer, options!);
      };
      if (options && fetched) open(fetched);
      else if (options) {
        fetchLogView().then(
          (View) => {
            open(View);
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

/** A filter that cannot be read narrows nothing here: whoever gave it is told elsewhere. */
function viewOf(View: typeof LogView, buffer: LogRows, { filter, grouped }: ViewRowsOptions): LogView {
  try {
    return new View(buffer, { filter, grouped });
  } catch (error) {
    if (error instanceof LogFilterError) return new View(buffer, { grouped });
    throw error;
  }
}
