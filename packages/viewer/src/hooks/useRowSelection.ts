import { useCallback, useState, useSyncExternalStore } from 'react';
import type { ListView } from '../list/ListView.ts';
import type { LogRow } from '../stream/buffer/LogRow.ts';

export interface RowSelectionState {
  /** The row that the user is on. */
  readonly row: LogRow | undefined;
  /** Whether its details are shown. */
  readonly open: boolean;
  readonly openRow: (row: LogRow) => void;
  readonly openCurrent: () => void;
  /** Closes the details; when they are closed, selects nothing. */
  readonly close: () => void;
}

/** The row that the user is on, and whether it is looked at more closely. */
export function useRowSelection(view: ListView): RowSelectionState {
  const { selection } = view;
  const row = useSyncExternalStore(
    selection.subscribe,
    () => selection.current,
    () => undefined,
  );
  const [open, setOpen] = useState(false);
  const shown = open && row?.kind === 'entry';
  // The same in every render, since the list holds it.
  const openRow = useCallback(
    (clicked: LogRow) => {
      const again = selection.current?.key === clicked.key;
      selection.select(clicked);
      setOpen((before) => !before || !again);
    },
    [selection],
  );
  return {
    row,
    open: shown,
    openRow,
    openCurrent: () => setOpen(true),
    close: () => {
      if (!shown) selection.clear();
      setOpen(false);
    },
  };
}
