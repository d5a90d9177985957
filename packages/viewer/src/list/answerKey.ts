import type { LogLevel } from '@tailrace/protocol';
import type { KeyboardEvent } from 'react';
import { levelAt } from './levelAt.ts';
import type { ListView } from './ListView.ts';

/** What keys do beside moving about. */
export interface ViewerActions {
  readonly open: () => void;
  readonly pin: () => void;
  readonly pause: () => void;
  readonly copy: () => void;
  readonly turnTime: () => void;
  readonly help: () => void;
  readonly filter: () => void;
  readonly search: () => void;
  readonly hit: (step: 1 | -1) => void;
  /** From wherever the focus is. */
  readonly back: () => void;
}

const SEVERE: readonly LogLevel[] = ['error', 'critical'];
const WARNINGS: readonly LogLevel[] = ['warning'];
const FIELDS = 'input, textarea, select, [contenteditable]:not([contenteditable="false"])';

/** What the keyboard does; `VIEWER_KEYS` lists it. Keys that are typed into a field are its own. */
export function answerKey(
  event: KeyboardEvent,
  { view, list, actions }: { view: ListView; list: HTMLElement | null; actions: ViewerActions },
): void {
  const toEnd = () => {
    view.moveTo(Infinity);
    view.follow();
  };
  const anywhere: Readonly<Record<string, () => void>> = {
    '/': actions.search,
    '?': actions.help,
    Escape: actions.back,
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
    n: () => actions.hit(1),
    N: () => actions.hit(-1),
    f: actions.filter,
    c: actions.copy,
    p: actions.pin,
    t: actions.turnTime,
    ' ': actions.pause,
    Enter: actions.open,
  };

  if (event.altKey || event.defaultPrevented) return;
  const { key, shiftKey } = event;
  const typing = event.target instanceof Element && event.target.closest(FIELDS) !== null;
  const onList = event.target === list;
  let act: (() => void) | undefined;
  if (event.ctrlKey || event.metaKey) {
    if (onList && key.toLowerCase() === 'a') act = () => view.selection.selectAll(view.source);
  } else if (Object.hasOwn(anywhere, key)) {
    if (!typing || key === 'Escape') act = anywhere[key];
  } else if (onList && Object.hasOwn(inList, key)) {
    act = () => inList[key]!(shiftKey);
  }
  if (!act) return;
  event.preventDefault();
  act();
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
