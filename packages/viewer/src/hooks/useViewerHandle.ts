import { useImperativeHandle, type ForwardedRef } from 'react';
import type { ListView } from '../list/ListView.ts';
import type { LogViewerHandle } from '../LogViewerProps.ts';
import type { LogRows } from '../stream/buffer/LogRows.ts';
import { findEntry } from './findEntry.ts';

export interface HandleOptions {
  readonly view: ListView;
  readonly rows: LogRows;
  readonly onPause: (paused: boolean) => void;
  readonly onClear: () => void;
  readonly onSearch: (text: string) => void;
}

/** Gives the page what it can do to a viewer. */
export function useViewerHandle(ref: ForwardedRef<LogViewerHandle>, options: HandleOptions): void {
  useImperativeHandle(ref, () => {
    const { view, rows, onPause, onClear, onSearch } = options;
    return {
      scrollToEnd: () => view.follow(),
      scrollToEntry: (id) => {
        const index = findEntry(rows, id);
        if (index >= 0) view.moveTo(index);
        return index >= 0;
      },
      search: onSearch,
      pause: () => onPause(true),
      resume: () => onPause(false),
      clear: onClear,
      getSelection: () => {
        const range = view.selection.range(rows);
        const chosen = range
          ? Array.from({ length: range.last - range.first + 1 }, (_, at) => rows.entryAt(range.first + at))
          : [];
        return chosen.filter((entry) => entry !== undefined);
      },
    };
  });
}
