import {
  allOf,
  createMatcher,
  isEverything,
  printFilter,
  type LogFilter,
  type LogMatcher,
} from '@tailrace/protocol';
import type { Identity } from '../auth/Identity.ts';
import { linearRegex } from '../query/linearRegex.ts';

/** Whose stream it is, and what it may show at most. */
export type StreamReader = Pick<Identity, 'tenant' | 'permission'>;

/** A filter as a stream uses it. */
export interface StreamFilter {
  readonly filter: LogFilter;
  /** Equal filters have equal keys, so that what was encoded for one serves all. */
  readonly key: string;
  /** Absent when everything passes, so that nothing needs to be parsed. */
  readonly matches: LogMatcher | undefined;
}

/** Makes a stream's filter of what its client asks for, and-ed to what its reader may see. */
export function createStreamFilter(
  asked: LogFilter,
  { permission }: Pick<StreamReader, 'permission'>,
): StreamFilter {
  const filter = permission ? allOf([permission, asked]) : asked;
  const matches = isEverything(filter) ? undefined : createMatcher(filter, linearRegex);
  return { filter, key: printFilter(filter), matches };
}
