import { LogFilterError } from '@tailrace/protocol';
import { useLayoutEffect, useState } from 'react';
import type { LogRows } from '../stream/buffer/LogRows.ts';
import { LogView } from '../stream/LogView.ts';

export interface ViewRowsOptions {
  /** In the filter language: narrows what is in the buffer, where the page fills it. */
  readonly filter: string;
  readonly grouped: boolean;
}

/** The rows to show: the buffer's own, or a view of them. */
export function useViewRows(buffer: LogRows, { filter, grouped }: ViewRowsOptions): LogRows {
  const [view, setView] = useState<{ readonly of: LogRows; readonly rows: LogView }>();
  useLayoutEffect(() => {
    if (filter === '' && !grouped) return undefined;
    const rows = viewOf(buffer, filter, grouped);
    setView({ of: buffer, rows });
    return () => {
      rows.close();
      setView(undefined);
    };
  }, [buffer, filter, grouped]);
  return view?.of === buffer ? view.rows : buffer;
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
