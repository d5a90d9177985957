import type { LogRow } from '../../stream/buffer/LogRow.ts';
import type { ListView } from '../ListView.ts';
import { clickedRow } from './watchClicks.ts';

/** Pixels from an edge within which a drag scrolls, and per frame and pixel beyond it how far. */
const EDGE_PX = 24;
const SPEED = 0.5;

/**
 * Selects rows by dragging: a drag that leaves its row chooses rows, and scrolls at the edges; one within a row
 * chooses text, as everywhere.
 *
 * @returns ends it
 */
export function watchDragging(scroller: HTMLElement, view: ListView): () => void {
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

  const onDown = (event: PointerEvent) => {
    if (event.button !== 0 || event.pointerType === 'touch') return;
    const row = clickedRow(event.target, view);
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
  scroller.addEventListener('pointerdown', onDown, { signal });
  scroller.addEventListener('pointermove', onMove, { signal });
  scroller.addEventListener('pointerup', onUp, { signal });
  scroller.addEventListener('pointercancel', end, { signal });
  signal.addEventListener('abort', end);
  return () => stop.abort();
}
