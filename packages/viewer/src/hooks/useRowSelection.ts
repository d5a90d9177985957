import { useCallback, useState } from 'react';
import type { LogBuffer, LogRow } from '../stream/LogBuffer.ts';

export interface RowSelection {
  readonly row: LogRow | undefined;
  /** Whether its details are shown. */
  readonly open: boolean;
  /** Selects the row that many rows further down, or the nearest there is. */
  readonly move: (by: number) => void;
  readonly first: () => void;
  readonly last: () => void;
  readonly openRow: (row: LogRow) => void;
  readonly openSelected: () => void;
  /** Closes the details; when they are closed, selects nothing. */
  readonly close: () => void;
}

/** The row that the user is on. It is remembered as a row, so that it stays the same while others come and go. */
export function useRowSelection(buffer: LogBuffer): RowSelection {
  const [{ row, open }, setSelection] = useState<{ row?: LogRow; open: boolean }>({ open: false });
  const select = (index: number) => {
    const nearest = buffer.get(Math.max(0, Math.min(index, buffer.length - 1)));
    if (nearest) setSelection({ row: nearest, open });
  };
  // The same in every render, since every row holds it.
  const openRow = useCallback(
    (clicked: LogRow) =>
      setSelection((before) => ({ row: clicked, open: !before.open || clicked.key !== before.row?.key })),
    [],
  );
  return {
    row,
    open: open && row?.kind === 'entry',
    move: (by) => {
      const index = row ? buffer.indexOf(row) : -1;
      if (index >= 0) select(index + by);
      else select(by > 0 && row ? 0 : buffer.length - 1);
    },
    first: () => select(0),
    last: () => select(buffer.length - 1),
    openRow,
    openSelected: () => row && setSelection({ row, open: true }),
    close: () => setSelection(open && row ? { row, open: false } : { open: false }),
  };
}
