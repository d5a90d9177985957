import type { KeyboardEvent, RefObject } from 'react';
import type { FollowTail } from './useFollowTail.ts';
import type { RowSelection } from './useRowSelection.ts';

/** Rows that Page Up and Page Down go. */
const PAGE_ROWS = 20;

export interface ViewerKeysOptions {
  readonly selection: RowSelection;
  readonly tail: FollowTail;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly filterInput: RefObject<HTMLInputElement | null>;
}

/** j k g G as in editors, the arrows as everywhere, `/` to the filter, Escape back. */
export function useViewerKeys(options: ViewerKeysOptions): (event: KeyboardEvent) => void {
  const { selection, tail, scroller, filterInput } = options;
  const move = (by: number) => {
    tail.release();
    selection.move(by);
  };
  const inList: Readonly<Record<string, () => void>> = {
    ArrowDown: () => move(1),
    j: () => move(1),
    ArrowUp: () => move(-1),
    k: () => move(-1),
    PageDown: () => move(PAGE_ROWS),
    PageUp: () => move(-PAGE_ROWS),
    Home: () => toStart(),
    g: () => toStart(),
    End: () => toEnd(),
    G: () => toEnd(),
    Enter: () => {
      tail.release();
      selection.openSelected();
    },
  };
  const toStart = () => {
    tail.release();
    selection.first();
  };
  const toEnd = () => {
    selection.last();
    tail.follow();
  };

  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target === filterInput.current;
    let act: (() => void) | undefined;
    if (event.key === 'Escape') act = typing ? () => scroller.current?.focus() : selection.close;
    else if (event.key === '/' && !typing) act = () => filterInput.current?.focus();
    else if (event.target === scroller.current) act = inList[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
}
