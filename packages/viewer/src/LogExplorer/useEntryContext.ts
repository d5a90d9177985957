import { useCallback, useMemo } from 'react';
import type { LogApi } from '../api/LogApi.ts';
import type { LogApiError } from '../api/LogApiError.ts';
import { useQuery } from '../api/useQuery.ts';
import { LogFeed } from '../LogFeed.ts';
import type { LogStreamingService } from '../stream/LogStreamingService.ts';

/** Lines on each side of the entry. */
const AROUND = 100;

export interface EntryContext {
  /** Holds the entry and the lines around it; `undefined` until they are there. */
  readonly feed: LogFeed | undefined;
  readonly error: LogApiError | undefined;
  readonly retry: () => void;
}

/** The lines around an entry, as somebody who follows a link to it wants to see them. */
export function useEntryContext(
  api: LogApi,
  service: LogStreamingService,
  id: string | undefined,
): EntryContext {
  const { data, error, refresh } = useQuery(
    useCallback(
      async (signal: AbortSignal) =>
        id === undefined
          ? undefined
          : api.entryContext(id, { before: AROUND, after: AROUND, within: 'all' }, signal),
      [api, id],
    ),
  );
  const feed = useMemo(() => {
    if (!data) return undefined;
    const made = new LogFeed({ service, last: 0, maxEntries: 10 * AROUND });
    made.buffer.append([...data.before, data.entry, ...data.after]);
    return made;
  }, [service, data]);
  return { feed, error, retry: refresh };
}
