import type { LogEntry } from '@tailrace/protocol';
import { createRoot } from 'react-dom/client';
import { BareList } from '../../../pages/BareList.tsx';
import { CAPACITY, entriesOf, type MountList } from './MountedList.ts';

/** The least that a virtual list of entries needs, on TanStack Virtual. */
export const mount: MountList = async (root) => {
  const append = await new Promise<(entries: readonly LogEntry[]) => void>((resolve) => {
    createRoot(root).render(<BareList capacity={CAPACITY} onReady={resolve} />);
  });
  return {
    scroller: '#root > div',
    row: '[data-entry-id]',
    append: (frame) => append(entriesOf(frame)),
  };
};
