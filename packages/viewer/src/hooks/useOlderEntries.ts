import { useEffect } from 'react';
import type { ListView } from '../list/ListView.ts';
import type { LogFeed } from '../LogFeed.ts';
import type { LogRows } from '../stream/buffer/LogRows.ts';

/** Rows above the first that is seen, below which older ones are fetched: a second of scrolling. */
const ROWS_AHEAD = 200;
/** Milliseconds after which a failed page is asked for again. */
const TRY_AGAIN_MS = 5000;

/** Fetches older entries for somebody who scrolls up, and lets go of them when the tail is taken up again. */
export function useOlderEntries(view: ListView, feed: LogFeed, rows: LogRows): void {
  useEffect(() => {
    let loading = false;
    let notBefore = 0;
    return view.subscribe(() => {
      const { placement, following } = view;
      if (following) return feed.buffer.releaseOlder();
      if (loading || feed.atStart || !feed.caughtUp || !placement || rows.length === 0) return;
      if (placement.first > ROWS_AHEAD || performance.now() < notBefore) return;
      loading = true;
      feed
        .loadOlder()
        .catch(() => {
          // The connection says itself what is wrong with it.
          notBefore = performance.now() + TRY_AGAIN_MS;
        })
        .finally(() => {
          loading = false;
        });
    });
  }, [view, feed, rows]);
}
