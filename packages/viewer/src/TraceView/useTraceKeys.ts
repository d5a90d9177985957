import type { KeyboardEvent } from 'react';
import type { TraceRow } from './layOutTrace.ts';

/** Rows that Page Up and Page Down go. */
const PAGE_ROWS = 10;

interface TraceKeys {
  readonly rows: readonly TraceRow[];
  readonly current: TraceRow | undefined;
  readonly isOpen: boolean;
  readonly onGoTo: (row: TraceRow) => void;
  readonly onOpen: () => void;
  readonly onClose: () => void;
  readonly onZoom: () => void;
  readonly onWhole: () => void;
}

/** The keys of the list: those of lists, `j` `k` `g` `G`, `z` for zoom, `0` for the whole. */
export function useTraceKeys(keys: TraceKeys): (event: KeyboardEvent) => void {
  const { rows, current, isOpen, onGoTo } = keys;
  const at = current ? rows.indexOf(current) : -1;
  const goTo = (index: number) => {
    const row = rows[Math.min(Math.max(index, 0), rows.length - 1)];
    if (row) onGoTo(row);
  };
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = actionOf(event.key);
    if (!act) return;
    event.preventDefault();
    act();
  };

  function actionOf(key: string): (() => void) | undefined {
    switch (key) {
      case 'ArrowDown':
      case 'j':
        return () => goTo(at + 1);
      case 'ArrowUp':
      case 'k':
        return () => goTo(at - 1);
      case 'PageDown':
        return () => goTo(at + PAGE_ROWS);
      case 'PageUp':
        return () => goTo(at - PAGE_ROWS);
      case 'Home':
      case 'g':
        return () => goTo(0);
      case 'End':
      case 'G':
        return () => goTo(rows.length - 1);
      case 'Enter':
      case ' ':
        return keys.onOpen;
      case 'Escape':
        return isOpen ? keys.onClose : keys.onWhole;
      case 'z':
        return keys.onZoom;
      case '0':
        return keys.onWhole;
      default:
        return undefined;
    }
  }
}
