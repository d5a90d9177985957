import type { LogRow } from '../../stream/buffer/LogRow.ts';
import type { ListView } from '../ListView.ts';

/** Pixels from an edge within which a drag scrolls, and per frame and pixel beyond it how far. */
const EDGE_PX = 24;
const SPEED = 0.5;

export interface SelectionListener {
  /** A row was clicked, and nothing was dragged. */
  onClick(row: LogRow): void;
}

/**
 * Selects rows by mouse: a drag that leaves its row chooses rows, and scrolls at the edges; one within a row
 * chooses text, as everywhere. With Shift a click reaches from where the selection began.
 *
 * @returns ends it
 */
export function watchSelection(
  scroller: HTMLElement,
  view: ListView,
  listener: SelectionListener,
): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  let began: LogRow | undefined;
  let dragging = false;
  let y = 0;
  let frame: number | undefined;

  const end = () => {
    if (frame !== undefined) cancelAnimationFrame(frame);
    frame = undefined;
    began = undefined;
    dragging = false;
    delete scroller.dataset['selecting'];
  };
  const extend = () => {
    const row = view.rowAt(y);
    if (row && row.key !== view.selection.current?.key) view.selection.select(row, true);
  };
  /** Runs in each frame of a drag: what lies under the pointer changes also when only the list moves. */
  const step = () => {
    const { top, bottom } = scroller.getBoundingClientRect();
    const above = y - top - EDGE_PX;
    const below = y - bottom + EDGE_PX;
    if (above < 0) view.scrollBy(Math.floor(above * SPEED));
    else if (below > 0) view.scrollBy(Math.ceil(below * SPEED));
    extend();
    frame = requestAnimationFrame(step);
  };

  const rowOf = (target: EventTarget | null) => {
    const element = target instanceof Element ? target.closest('.tailrace-row') : null;
    return element ? view.rowOf(element) : undefined;
  };
  const onDown = (event: PointerEvent) => {
    if (event.button !== 0 || event.pointerType === 'touch') return;
    const row = rowOf(event.target);
    if (!row) return;
    y = event.clientY;
    began = row;
    if (event.shiftKey) {
      // Would choose text from wherever the last click was; but it would take the focus, too.
      event.preventDefault();
      scroller.focus({ preventScroll: true });
    }
  };
  const onMove = (event: PointerEvent) => {
    if (!began) return;
    if (event.buttons === 0) return end();
    y = event.clientY;
    if (dragging || view.rowAt(y)?.key === began.key) return;
    dragging = true;
    view.release();
    getSelection()?.removeAllRanges();
    scroller.dataset['selecting'] = '';
    scroller.setPointerCapture(event.pointerId);
    view.selection.select(began, event.shiftKey);
    frame = requestAnimationFrame(step);
  };
  const onUp = (event: PointerEvent) => {
    if (!began) return;
    y = event.clientY;
    if (dragging) {
      extend();
      swallowClick();
    }
    end();
  };
  /** A drag ends with a click on whatever both its ends have in common. */
  const swallowClick = () => {
    const swallow = (event: Event) => event.stopPropagation();
    scroller.addEventListener('click', swallow, { capture: true, once: true });
    setTimeout(() => scroller.removeEventListener('click', swallow, { capture: true }));
  };
  const onClick = (event: MouseEvent) => {
    const row = rowOf(event.target);
    if (!row || isOwnTarget(event.target)) return;
    if (event.shiftKey) {
      getSelection()?.removeAllRanges();
      view.release();
      return view.selection.select(row, true);
    }
    const text = getSelection();
    if (text && !text.isCollapsed && scroller.contains(text.anchorNode)) return;
    listener.onClick(row);
  };
  scroller.addEventListener('pointerdown', onDown, { signal });
  scroller.addEventListener('pointermove', onMove, { signal });
  scroller.addEventListener('pointerup', onUp, { signal });
  scroller.addEventListener('pointercancel', end, { signal });
  scroller.addEventListener('click', onClick, { signal });
  signal.addEventListener('abort', end);
  return () => stop.abort();
}

/** What does something of its own when it is clicked. */
function isOwnTarget(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('a, button') !== null;
}
