import { useCallback, useMemo, useState } from 'react';
import type { LogViewerLabels } from '../labels.ts';
import type { ListLook } from '../list/ListView.ts';
import { formatTime } from '../parts/formatTime.ts';

/** Pixels of a row of one line; viewer.css says the same. */
const ROW_PX = { compact: 20, normal: 24, relaxed: 28 } as const;
/** How close rows stand. */
export type Density = keyof typeof ROW_PX;

export interface ListLookOptions {
  readonly density?: Density;
  readonly wrap?: boolean;
}

export interface ListLookState {
  readonly look: ListLook;
  readonly density: Density;
  readonly wrap: boolean;
  readonly setWrap: (wrap: boolean) => void;
  readonly togglePin: (key: string) => void;
}

const NONE: ReadonlySet<string> = new Set();

/** How the list looks, as far as the page and the user have a say in it. */
export function useListLook(options: ListLookOptions, labels: LogViewerLabels): ListLookState {
  const { density = 'normal' } = options;
  const [wrap, setWrap] = useState(options.wrap ?? false);
  const [pins, setPins] = useState(NONE);
  const look = useMemo(
    () => ({ rowPx: ROW_PX[density], wrap, labels, pins, formatTime }),
    [density, wrap, labels, pins],
  );
  const togglePin = useCallback((key: string) => {
    setPins((before) => {
      const after = new Set(before);
      if (!after.delete(key)) after.add(key);
      return after;
    });
  }, []);
  return { look, density, wrap, setWrap, togglePin };
}
