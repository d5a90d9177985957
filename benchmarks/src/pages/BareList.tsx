import type { LogEntry } from '@tailrace/protocol';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { LIST_HEIGHT } from './frames.ts';

const ROW_HEIGHT = 24;

interface BareListProps {
  /** Given the function that appends, once. */
  readonly onReady: (append: (entries: readonly LogEntry[]) => void) => void;
  readonly capacity: number;
}

/** The least that a virtual list of entries needs: no filter, no order, no identity; it follows its end. */
export function BareList({ onReady, capacity }: BareListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const [entries, setEntries] = useState<readonly LogEntry[]>([]);
  const virtualizer = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 10,
  });
  useEffect(() => {
    onReady((more) => setEntries((before) => [...before, ...more].slice(-capacity)));
  }, [onReady, capacity]);
  useEffect(() => {
    if (entries.length > 0) virtualizer.scrollToIndex(entries.length - 1, { align: 'end' });
  }, [entries, virtualizer]);
  return (
    <div ref={scroller} style={{ height: LIST_HEIGHT, overflow: 'auto', font: '13px monospace' }}>
      <div style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
        {virtualizer.getVirtualItems().map(({ key, index, start }) => {
          const entry = entries[index]!;
          return (
            <div
              key={key}
              data-entry-id={entry.id}
              style={{
                position: 'absolute',
                top: 0,
                height: ROW_HEIGHT,
                transform: `translateY(${start}px)`,
              }}
            >
              {entry.timestamp} {entry.level} {entry.source} {entry.message}
            </div>
          );
        })}
      </div>
    </div>
  );
}
