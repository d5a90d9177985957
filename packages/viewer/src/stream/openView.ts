import { LogFilterError } from '@tailrace/protocol/core';
import type { LogRows } from './buffer/LogRows.ts';
import { LogView, type LogViewOptions } from './LogView.ts';

/** A view of rows. A filter that cannot be read narrows nothing here: whoever gave it is told elsewhere. */
export function openView(rows: LogRows, options: LogViewOptions): LogView {
  try {
    return new LogView(rows, options);
  } catch (error) {
    if (error instanceof LogFilterError) return new LogView(rows, { ...options, filter: '' });
    throw error;
  }
}
