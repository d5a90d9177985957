import type { LogEntry } from '@tailrace/protocol';
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { LogFeed } from '../LogFeed.ts';
import type { LogStreamingService } from '../stream/LogStreamingService.ts';
import { oncePerFrame } from './oncePerFrame.ts';

export interface LogFeedHookOptions {
  readonly filter: string;
  /** Whether the filter is known; before that nothing is asked for. */
  readonly isFilterRead: boolean;
  readonly last: number;
  readonly maxEntries: number;
  readonly paused: boolean;
  /** One that the page has made, and opens, filters and closes itself. */
  readonly given?: LogFeed | undefined;
  /** What is shown before the server answers. */
  readonly initialEntries?: readonly LogEntry[] | undefined;
}

const NONE: readonly LogEntry[] = [];

/**
 * A feed that runs while the component is there. Renders when it has caught up or failed, or is empty or not
 * any more: rows are shown without React.
 */
export function useLogFeed(service: LogStreamingService, options: LogFeedHookOptions): LogFeed {
  const { filter, isFilterRead, last, maxEntries, paused, given } = options;
  const [initial] = useState(options.initialEntries ?? NONE);
  const own = useMemo(() => {
    if (given) return undefined;
    const made = new LogFeed({ service, last, maxEntries });
    made.buffer.append(initial);
    return made;
  }, [given, service, last, maxEntries, initial]);
  const feed = (given ?? own)!;

  // Before it opens, so that the first thing asked for is the right one.
  useEffect(() => own?.setFilter(filter), [own, filter]);
  useEffect(() => feed.setPaused(paused), [feed, paused]);
  useEffect(() => {
    // Closed and opened again, as React does it while developing, it has lost them.
    if (own?.buffer.length === 0) own.buffer.append(initial);
    return isFilterRead ? own?.open() : undefined;
  }, [own, initial, isFilterRead]);

  const subscribe = useCallback(
    (changed: () => void) => {
      const frame = oncePerFrame(changed);
      const unsubscribe = feed.subscribe(frame.request);
      return () => {
        unsubscribe();
        frame.cancel();
      };
    },
    [feed],
  );
  useSyncExternalStore(
    subscribe,
    () => [feed.caughtUp, feed.buffer.length === 0, feed.error, feed.filter].join(),
    () => '',
  );
  return feed;
}
