import { useCallback, useMemo, useState, type CSSProperties } from 'react';
import {
  columnTemplates,
  DEFAULT_COLUMNS,
  MAX_COLUMN_PX,
  MIN_COLUMN_PX,
  orderColumns,
  type ColumnWidths,
} from './LogColumns.ts';

export interface ColumnsState {
  /** In the order in which they stand. */
  readonly columns: readonly string[];
  readonly widths: ColumnWidths;
  /** The templates of rows and of the head. */
  readonly style: CSSProperties;
  readonly choose: (columns: readonly string[]) => void;
  /** @param px of the column; without it as wide as at the start */
  readonly resize: (column: string, px?: number) => void;
}

const AT_THE_START: ColumnWidths = {};

/** Which columns there are, and how wide. */
export function useColumns(given: readonly string[] = DEFAULT_COLUMNS): ColumnsState {
  const [chosen, choose] = useState(given);
  const [widths, setWidths] = useState(AT_THE_START);
  const columns = useMemo(() => orderColumns(chosen), [chosen]);
  const style = useMemo(() => {
    const { wide, narrow } = columnTemplates(columns, widths);
    return { '--tailrace-columns': wide, '--tailrace-columns-narrow': narrow } as CSSProperties;
  }, [columns, widths]);
  const resize = useCallback(
    (column: string, px?: number) =>
      setWidths((before) => {
        const others = Object.entries(before).filter(([name]) => name !== column);
        const own =
          px === undefined ? [] : [[column, Math.max(MIN_COLUMN_PX, Math.min(px, MAX_COLUMN_PX))] as const];
        return Object.fromEntries([...others, ...own]);
      }),
    [],
  );
  return { columns, widths, style, choose, resize };
}
