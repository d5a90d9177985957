import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react';
import { LogFeed } from '../LogFeed.ts';
import type { LogStreamingService } from '../stream/LogStreamingService.ts';
import { oncePerFrame } from './oncePerFrame.ts';

export interface LogFeedHookOptions {
  readonly filter: string;
  readonly last: number;
  readonly maxEntries: number;
  readonly paused: boolean;
  /** One that somebody else opens and filters, in place of an own one. */
  readonly feed?: LogFeed | undefined;
}

/**
 * A feed that runs while the component is there. Renders when it has caught up or failed, or is empty or not
 * any more: rows are shown without React.
 */
export function useLogFeed(service: LogStreamingService, options: LogFeedHookOptions): LogFeed {
  const { filter, last, maxEntries, paused } = options;
  const given = options.feed;
  const own = useMemo(() => new LogFeed({ service, last, maxEntries }), [service, last, maxEntries]);
  const feed = given ?? own;

  // Before it opens, so that the first thing asked for is the right one.
  useEffect(() => (given ? undefined : own.setFilter(filter)), [own, given, filter]);
  useEffect(() => feed.setPaused(paused), [feed, paused]);
  useEffect(() => (given ? undefined : own.open()), [own, given]);

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
    () => [feed.caughtUp, feed.buffer.length === 0, feed.error].join(),
    () => '',
  );
  return feed;
}
