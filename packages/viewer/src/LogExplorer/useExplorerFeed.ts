import { useEffect, useMemo } from 'react';
import { useLogFeed } from '../hooks/useLogFeed.ts';
import { LogFeed } from '../LogFeed.ts';
import type { LogEntry } from '@tailrace/protocol';
import type { LogStreamingService } from '../stream/LogStreamingService.ts';
import { timeFilter, type TimeSpan } from './TimeRange.ts';

/** Entries that are taken from what is there, so that something is to be seen until the server answers. */
const FIRST_ENTRIES = 500;

export interface ExplorerFeedOptions {
  readonly service: LogStreamingService;
  /** In the filter language, range included. */
  readonly filter: string;
  /** Whether the filter is known; before that nothing is asked for. */
  readonly isFilterRead: boolean;
  readonly brush: TimeSpan | undefined;
  readonly last: number;
  readonly maxEntries: number;
}

/**
 * The feed that is counted, and the one that is listed: the same one, unless a part was brushed. The server
 * has more of that part than the buffer may have, and the histogram goes on showing what is around it.
 */
export function useExplorerFeed(options: ExplorerFeedOptions): { counted: LogFeed; listed: LogFeed } {
  const { service, filter, isFilterRead, last, maxEntries } = options;
  const counted = useLogFeed(service, { filter, last, maxEntries, isFilterRead, paused: false });
  const [from, to] = [options.brush?.from, options.brush?.to];
  const brushed = useMemo(
    () =>
      from === undefined || to === undefined
        ? undefined
        : { feed: new LogFeed({ service, last, maxEntries }), span: { from, to } },
    [service, last, maxEntries, from, to],
  );
  useEffect(() => {
    if (!brushed || !isFilterRead) return undefined;
    const { feed, span } = brushed;
    const time = timeFilter(span);
    feed.setFilter(filter === '' ? time : `${time} (${filter})`);
    const close = feed.open();
    feed.buffer.append(newestWithin(counted, span));
    return close;
  }, [brushed, counted, filter, isFilterRead]);
  return { counted, listed: brushed?.feed ?? counted };
}

function newestWithin({ buffer }: LogFeed, { from, to }: TimeSpan): LogEntry[] {
  const found: LogEntry[] = [];
  for (let index = buffer.length - 1; index >= 0 && found.length < FIRST_ENTRIES; index -= 1) {
    const time = buffer.timeAt(index);
    if (time < from) break;
    const entry = time < to ? buffer.entryAt(index) : undefined;
    if (entry) found.push(entry);
  }
  return found.toReversed();
}
