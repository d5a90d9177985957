import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { useCallback, useEffect, useId, useLayoutEffect, type RefObject } from 'react';
import { useLabels } from '../labels.ts';
import type { LogBuffer, LogRow as Row } from '../stream/LogBuffer.ts';
import { LogRow } from './LogRow.tsx';

/** Height of every row in pixels; viewer.css says the same. */
const ROW_PX = 24;
/** Rows rendered beyond what can be seen, at each end. */
const OVERSCAN = 8;

export interface LogListProps {
  readonly buffer: LogBuffer;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly following: boolean;
  readonly selected: Row | undefined;
  readonly onOpen: (row: Row) => void;
}

/** Shows the rows that can be seen, of however many there are. */
export function LogList({ buffer, scroller, following, selected, onOpen }: LogListProps) {
  const labels = useLabels();
  const idPrefix = useId();
  const rowId = (row: Row) => `${idPrefix}-${row.key}`;
  const selectedIndex = selected ? buffer.indexOf(selected) : -1;

  // The list is rendered before it is scrolled: at the tail the position of the last frame would show nothing.
  const lastRows = (range: Range) => {
    const visible = Math.ceil((virtualizer.scrollRect?.height ?? 0) / ROW_PX);
    return defaultRangeExtractor({
      ...range,
      startIndex: Math.max(0, range.count - visible),
      endIndex: range.count - 1,
    });
  };
  const virtualizer = useVirtualizer<HTMLDivElement, HTMLDivElement>({
    count: buffer.length,
    getScrollElement: () => scroller.current,
    estimateSize: useCallback(() => ROW_PX, []),
    getItemKey: useCallback(
      (index: number) => (index < buffer.length ? buffer.keyAt(index) : index),
      [buffer],
    ),
    overscan: OVERSCAN,
    // Keeps what is read in place while older rows go.
    anchorTo: 'end',
    rangeExtractor: following ? lastRows : defaultRangeExtractor,
  });

  useLayoutEffect(() => {
    const element = scroller.current;
    if (following && element) element.scrollTop = element.scrollHeight;
  });

  useEffect(() => {
    const index = selected ? buffer.indexOf(selected) : -1;
    if (index >= 0) virtualizer.scrollToIndex(index, { align: 'auto' });
  }, [selected, buffer, virtualizer]);

  return (
    <div
      ref={scroller}
      className="tailrace-list"
      role="grid"
      tabIndex={0}
      aria-label={labels.entries}
      aria-rowcount={buffer.length}
      aria-readonly="true"
      {...(selected && selectedIndex >= 0 && { 'aria-activedescendant': rowId(selected) })}
    >
      <div role="rowgroup" className="tailrace-rows" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const row = buffer.get(index);
          return (
            row && (
              <LogRow
                key={row.key}
                id={rowId(row)}
                row={row}
                top={start}
                ordinal={index + 1}
                selected={row.key === selected?.key}
                onOpen={onOpen}
              />
            )
          );
        })}
      </div>
    </div>
  );
}
