import {
  createMatcher,
  isEverything,
  printFilter,
  type LogFilter,
  type LogMatcher,
} from '@tailrace/protocol';
import { linearRegex } from '../query/linearRegex.ts';

/** A filter as a stream uses it. */
export interface StreamFilter {
  readonly filter: LogFilter;
  /** Equal filters have equal keys, so that what was encoded for one serves all. */
  readonly key: string;
  /** Absent when everything passes, so that nothing needs to be parsed. */
  readonly matches: LogMatcher | undefined;
}

export function createStreamFilter(filter: LogFilter): StreamFilter {
  const matches = isEverything(filter) ? undefined : createMatcher(filter, linearRegex);
  return { filter, key: printFilter(filter), matches };
}
