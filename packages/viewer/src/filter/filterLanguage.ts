import { LogFilterError } from '@tailrace/protocol/core';
import { parseFilter } from '@tailrace/protocol/filter';

export { filterMarks } from './filterMarks.ts';
export { narrowFilter } from './narrowFilter.ts';

/** Says where a filter cannot be read, and why; nothing of one that can. */
export function filterError(text: string): LogFilterError | undefined {
  try {
    parseFilter(text);
    return undefined;
  } catch (error) {
    if (error instanceof LogFilterError) return error;
    throw error;
  }
}
