import { useCallback, useMemo, useState } from 'react';
import type { LogViewerLabels } from '../labels.ts';
import type { ListLook } from '../list/ListView.ts';
import type { LogRow } from '../stream/buffer/LogRow.ts';
import { filterMarks } from '../list/text/filterMarks.ts';
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
  readonly togglePin: (row: LogRow) => void;
}

const NONE: ReadonlyMap<string, LogRow> = new Map();

/** How the list looks, as far as the page and the user have a say in it. */
export function useListLook(
  options: ListLookOptions,
  labels: LogViewerLabels,
  filter: string,
): ListLookState {
  const { density = 'normal' } = options;
  const [wrap, setWrap] = useState(options.wrap ?? false);
  const [pins, setPins] = useState(NONE);
  const findMarks = useMemo(() => filterMarks(filter), [filter]);
  const look = useMemo(
    () => ({ rowPx: ROW_PX[density], wrap, labels, pins, formatTime, findMarks }),
    [density, wrap, labels, pins, findMarks],
  );
  const togglePin = useCallback((row: LogRow) => {
    setPins((before) => {
      const after = new Map(before);
      if (!after.delete(row.key)) after.set(row.key, row);
      return after;
    });
  }, []);
  return { look, density, wrap, setWrap, togglePin };
}
