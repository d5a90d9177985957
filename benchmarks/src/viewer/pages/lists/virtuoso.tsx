import type { LogEntry } from '@tailrace/protocol';
import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Virtuoso } from 'react-virtuoso';
import { CAPACITY, entriesOf, lineOf, LIST_HEIGHT, type MountList } from './MountedList.ts';

interface ListProps {
  readonly onReady: (append: (entries: readonly LogEntry[]) => void) => void;
}

interface Kept {
  readonly entries: readonly LogEntry[];
  /** Entries that were taken from the front; the list keeps its place by it. */
  readonly trimmed: number;
}

/** As its own documentation has it for a log: `followOutput`, and an index that goes on while rows leave. */
function List({ onReady }: ListProps) {
  const [{ entries, trimmed }, setKept] = useState<Kept>({ entries: [], trimmed: 0 });
  useEffect(() => {
    onReady((more) =>
      setKept((before) => {
        const all = [...before.entries, ...more];
        const leaving = Math.max(0, all.length - CAPACITY);
        return { entries: all.slice(leaving), trimmed: before.trimmed + leaving };
      }),
    );
  }, [onReady]);
  return (
    <Virtuoso
      style={{ height: LIST_HEIGHT, font: '13px monospace' }}
      data={entries}
      firstItemIndex={trimmed}
      fixedItemHeight={24}
      followOutput
      itemContent={(_, entry) => <div style={{ height: 24 }}>{lineOf(entry)}</div>}
    />
  );
}

export const mount: MountList = async (root) => {
  const append = await new Promise<(entries: readonly LogEntry[]) => void>((resolve) => {
    createRoot(root).render(<List onReady={resolve} />);
  });
  return {
    scroller: '[data-virtuoso-scroller]',
    row: '[data-item-index]',
    append: (frame) => append(entriesOf(frame)),
  };
};
