import type { LogLevel } from '@tailrace/protocol';
import type { KeyboardEvent, RefObject } from 'react';
import { levelAt } from '../list/levelAt.ts';
import type { ListView } from '../list/ListView.ts';
import type { RowSelectionState } from './useRowSelection.ts';

export interface ViewerKeysOptions {
  readonly view: ListView;
  readonly selection: RowSelectionState;
  readonly scroller: RefObject<HTMLElement | null>;
  readonly filterInput: RefObject<HTMLInputElement | null>;
  readonly onPin: () => void;
  readonly onPause: () => void;
}

const SEVERE: readonly LogLevel[] = ['error', 'critical'];
const WARNINGS: readonly LogLevel[] = ['warning'];

/**
 * j k g G as in editors, e E w W to errors and warnings as in lnav, the arrows as everywhere (with Shift they
 * choose), `p` pins, Space pauses, `/` to the filter, Escape back.
 */
export function useViewerKeys(options: ViewerKeysOptions): (event: KeyboardEvent) => void {
  const { view, selection, scroller, filterInput, onPin, onPause } = options;
  const toEnd = () => {
    view.moveTo(Infinity);
    view.follow();
  };
  const inList: Readonly<Record<string, (extend: boolean) => void>> = {
    ArrowDown: (extend) => view.moveBy(1, extend),
    j: () => view.moveBy(1),
    ArrowUp: (extend) => view.moveBy(-1, extend),
    k: () => view.moveBy(-1),
    PageDown: (extend) => view.moveBy(view.pageRows, extend),
    PageUp: (extend) => view.moveBy(-view.pageRows, extend),
    Home: (extend) => view.moveTo(0, extend),
    g: () => view.moveTo(0),
    End: (extend) => (extend ? view.moveTo(Infinity, true) : toEnd()),
    G: toEnd,
    e: () => moveToLevel(view, SEVERE, 1),
    E: () => moveToLevel(view, SEVERE, -1),
    w: () => moveToLevel(view, WARNINGS, 1),
    W: () => moveToLevel(view, WARNINGS, -1),
    p: onPin,
    ' ': onPause,
    Enter: () => {
      view.release();
      selection.openCurrent();
    },
  };

  return (event) => {
    if (event.altKey) return;
    const typing = event.target === filterInput.current;
    const onList = event.target === scroller.current;
    let act: (() => void) | undefined;
    if (event.ctrlKey || event.metaKey) {
      if (onList && event.key.toLowerCase() === 'a') act = () => view.selection.selectAll(view.source);
    } else if (event.key === 'Escape') {
      act = typing ? () => scroller.current?.focus() : selection.close;
    } else if (event.key === '/' && !typing) {
      act = () => filterInput.current?.focus();
    } else if (onList) {
      const inner = inList[event.key];
      act = inner && (() => inner(event.shiftKey));
    }
    if (!act) return;
    event.preventDefault();
    act();
  };
}

/** Goes to the next row of such a level in a direction, where there is one. */
function moveToLevel(view: ListView, levels: readonly LogLevel[], step: 1 | -1): void {
  const { source, selection, placement } = view;
  const { current } = selection;
  const at = current ? source.indexOf(current) : -1;
  const from = at >= 0 ? at : step > 0 ? (placement?.first ?? 0) - 1 : (placement?.end ?? 0);
  for (let index = from + step; index >= 0 && index < source.length; index += step) {
    const level = levelAt(source, index);
    if (level && levels.includes(level)) return view.moveTo(index);
  }
}
