import { useMemo, useState, type RefObject } from 'react';
import { isFetchable, type GapFetch, type GapState } from '../list/row/GapFetch.ts';
import type { LogFeed } from '../LogFeed.ts';

const NONE: ReadonlyMap<string, GapState> = new Map();

/** Fetches what a feed's gaps left out: another object when one is on the way, or has failed. */
export function useGapFetch(feed: LogFeed, scroller: RefObject<HTMLElement | null>): GapFetch {
  const [states, setStates] = useState(NONE);
  return useMemo(() => {
    const set = (key: string, state: GapState) => setStates((before) => new Map(before).set(key, state));
    return {
      stateOf: ({ key }) => states.get(key) ?? 'missing',
      fetch: (row) => {
        if (!isFetchable(row) || states.get(row.key) === 'fetching') return;
        // The button goes, and must not take the focus with it.
        scroller.current?.focus({ preventScroll: true });
        set(row.key, 'fetching');
        feed.fillGap(row).then(
          () => set(row.key, 'missing'),
          // The row itself says that it failed, and offers to try again.
          () => set(row.key, 'failed'),
        );
      },
    };
  }, [feed, scroller, states]);
}
