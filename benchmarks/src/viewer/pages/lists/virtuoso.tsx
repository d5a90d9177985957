import type { LogEntry } from '@tailrace/protocol';
import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Virtuoso } from 'react-virtuoso';
import { CAPACITY, entriesOf, lineOf, LIST_HEIGHT, type MountList } from './MountedList.ts';

interface ListProps {
  readonly onReady: (append: (entries: readonly LogEntry[]) => void) => void;
}

/** As its own documentation has it for a log: `followOutput`. */
function List({ onReady }: ListProps) {
  const [entries, setEntries] = useState<readonly LogEntry[]>([]);
  useEffect(() => {
    onReady((more) => setEntries((before) => [...before, ...more].slice(-CAPACITY)));
  }, [onReady]);
  return (
    <Virtuoso
      style={{ height: LIST_HEIGHT, font: '13px monospace' }}
      data={entries}
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
