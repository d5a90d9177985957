import type { LogEntry } from '@tailrace/protocol';
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { ListView } from '../list/ListView.ts';
import type { LogRow } from '../stream/buffer/LogRow.ts';
import type { LogRows } from '../stream/buffer/LogRows.ts';
import { findEntry } from './findEntry.ts';

/** Milliseconds between two looks for an entry that has not come. */
const LOOK_AGAIN_MS = 200;

export interface RowSelectionOptions {
  readonly rows: LogRows;
  /** The entry whose details are shown, where the page says so; `''` is none. */
  readonly selectedId?: string | undefined;
  readonly onSelect?: ((entry: LogEntry | undefined) => void) | undefined;
}

export interface RowSelectionState {
  /** The row that the user is on. */
  readonly row: LogRow | undefined;
  /** The entry whose details are shown. */
  readonly shown: LogEntry | undefined;
  readonly openRow: (row: LogRow) => void;
  readonly openCurrent: () => void;
  /** Closes the details; when they are closed, selects nothing. */
  readonly close: () => void;
}

/** The row that the user is on, and whether it is looked at more closely. */
export function useRowSelection(view: ListView, options: RowSelectionOptions): RowSelectionState {
  const { rows, selectedId, onSelect } = options;
  const { selection } = view;
  const row = useSyncExternalStore(
    selection.subscribe,
    () => selection.current,
    () => undefined,
  );
  const [open, setOpen] = useState(false);
  const [seenId, setSeenId] = useState(selectedId);
  if (selectedId !== seenId) {
    setSeenId(selectedId);
    if (selectedId === '') setOpen(false);
  }
  const shown = open && row?.kind === 'entry' ? row.entry : undefined;
  // The same in every render, since the list holds it.
  const openRow = useCallback(
    (clicked: LogRow) => {
      const again = selection.current?.key === clicked.key;
      selection.select(clicked);
      setOpen((before) => !before || !again);
    },
    [selection],
  );

  const last = useRef<string>(undefined);
  /** What the page has asked for, and need not be told. */
  const asked = useRef<{ readonly id: string | undefined }>(undefined);
  useEffect(() => {
    if (selectedId === undefined || selectedId === (last.current ?? '')) return undefined;
    asked.current = { id: selectedId || undefined };
    if (selectedId === '') return undefined;
    const show = () => {
      const index = findEntry(rows, selectedId);
      if (index < 0) return false;
      view.moveTo(index);
      setOpen(true);
      return true;
    };
    return show() ? undefined : whenItComes(rows, show);
  }, [view, rows, selectedId]);

  useEffect(() => {
    if (shown?.id === last.current) return;
    last.current = shown?.id;
    if (!asked.current || asked.current.id !== shown?.id) onSelect?.(shown);
    asked.current = undefined;
  }, [shown, onSelect]);

  return {
    row,
    shown,
    openRow,
    openCurrent: () => setOpen(true),
    close: () => {
      if (!shown) selection.clear();
      setOpen(false);
    },
  };
}

/**
 * Looks again while rows come, until it is found.
 *
 * @returns gives up
 */
function whenItComes(rows: LogRows, isFound: () => boolean): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = rows.subscribe(() => {
    timer ??= setTimeout(() => {
      timer = undefined;
      if (isFound()) stop();
    }, LOOK_AGAIN_MS);
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}
