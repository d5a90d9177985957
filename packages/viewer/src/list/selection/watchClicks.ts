import type { LogRow } from '../../stream/buffer/LogRow.ts';
import type { ListView } from '../ListView.ts';

/**
 * Opens the row that is clicked, unless text was chosen in it. With Shift a click selects rows from where the
 * selection began.
 *
 * @returns ends it
 */
export function watchClicks(
  scroller: HTMLElement,
  view: ListView,
  onOpen: (row: LogRow) => void,
): () => void {
  const onClick = (event: MouseEvent) => {
    const row = clickedRow(event.target, view);
    if (!row || isOwnTarget(event.target)) return;
    if (event.shiftKey) {
      getSelection()?.removeAllRanges();
      view.release();
      return view.selection.select(row, true);
    }
    const text = getSelection();
    if (text && !text.isCollapsed && scroller.contains(text.anchorNode)) return;
    onOpen(row);
  };
  scroller.addEventListener('click', onClick);
  return () => scroller.removeEventListener('click', onClick);
}

/** The row in which something lies. */
export function clickedRow(target: EventTarget | null, view: ListView): LogRow | undefined {
  const element = target instanceof Element ? target.closest('.tailrace-row') : null;
  return element ? view.rowOf(element) : undefined;
}

/** What does something of its own when it is clicked. */
function isOwnTarget(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('a, button') !== null;
}
