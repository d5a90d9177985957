import type { LogEntry } from '@tailrace/protocol';
import { useEffect, useRef } from 'react';
import type { ListView } from '../list/ListView.ts';
import type { LogFeed } from '../LogFeed.ts';
import type { RowSelectionState } from './useRowSelection.ts';

export interface SelectedIdOptions {
  readonly view: ListView;
  readonly selection: RowSelectionState;
  readonly feed: LogFeed;
  /** `''` is none. */
  readonly selectedId: string | undefined;
  readonly onSelect: ((entry: LogEntry | undefined) => void) | undefined;
}

/** Opens the entry that the page names as soon as it is there, and tells the page which one is open. */
export function useSelectedId({ view, selection, feed, selectedId, onSelect }: SelectedIdOptions): void {
  const { open, row, openRow, close } = selection;
  const openEntry = open && row?.kind === 'entry' ? row.entry : undefined;
  const told = useRef<string>(undefined);

  useEffect(() => {
    if (openEntry?.id === told.current) return;
    told.current = openEntry?.id;
    onSelect?.(openEntry);
  }, [openEntry, onSelect]);

  const latest = useRef({ openRow, close });
  useEffect(() => {
    latest.current = { openRow, close };
  });
  useEffect(() => {
    if ((selectedId || undefined) === told.current) return undefined;
    if (!selectedId) return latest.current.close();
    const { buffer } = feed;
    const find = () => {
      for (let index = buffer.length - 1; index >= 0; index -= 1) {
        const found = buffer.keyAt(index) === selectedId ? buffer.get(index) : undefined;
        if (!found) continue;
        told.current = selectedId;
        view.setSource(buffer);
        view.moveTo(index);
        latest.current.openRow(found);
        return true;
      }
      return false;
    };
    if (find()) return undefined;
    const stop = buffer.subscribe(() => {
      if (find()) stop();
    });
    return stop;
  }, [view, feed, selectedId]);
}
