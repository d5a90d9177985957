import { LogFilterError } from '@tailrace/protocol';
import { useMemo, useSyncExternalStore } from 'react';
import type { LogRows } from '../stream/buffer/LogRows.ts';
import { LogView } from '../stream/LogView.ts';

export interface ViewRowsOptions {
  /** In the filter language: narrows what is in the buffer, where the page fills it. */
  readonly filter: string;
  readonly grouped: boolean;
}

/** The rows to show: the buffer's own, or a view of them. */
export function useViewRows(buffer: LogRows, { filter, grouped }: ViewRowsOptions): LogRows {
  const { subscribe, get } = useMemo(
    () => viewStore(filter === '' && !grouped ? undefined : () => viewOf(buffer, filter, grouped)),
    [buffer, filter, grouped],
  );
  return useSyncExternalStore(subscribe, get, get) ?? buffer;
}

/** A view that is there while it is subscribed to: when it has, React looks whether it is another. */
function viewStore(make: (() => LogView) | undefined) {
  let view: LogView | undefined;
  return {
    subscribe: () => {
      view = make?.();
      return () => {
        view?.close();
        view = undefined;
      };
    },
    get: () => view,
  };
}

/** A filter that cannot be read narrows nothing here: whoever gave it is told elsewhere. */
function viewOf(buffer: LogRows, filter: string, grouped: boolean): LogView {
  try {
    return new LogView(buffer, { filter, grouped });
  } catch (error) {
    if (error instanceof LogFilterError) return new LogView(buffer, { grouped });
    throw error;
  }
}
