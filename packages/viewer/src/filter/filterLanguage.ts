import { LogFilterError, type LogFilter } from '@tailrace/protocol/core';
import { parseFilter } from '@tailrace/protocol/filter';

export { filterMarks } from './filterMarks.ts';
export { narrowFilter } from './narrowFilter.ts';

/** A filter that was read, or why it cannot be. */
export type ReadFilter = { readonly filter: LogFilter } | { readonly error: LogFilterError };

export function readFilter(text: string): ReadFilter {
  try {
    return { filter: parseFilter(text) };
  } catch (error) {
    if (error instanceof LogFilterError) return { error };
    throw error;
  }
}

/** Says where a filter cannot be read, and why; nothing of one that can. */
export function filterError(text: string): LogFilterError | undefined {
  const read = readFilter(text);
  return 'error' in read ? read.error : undefined;
}
