export interface ScrollIntentListener {
  /** The user turns away from the end, or takes hold of the list. */
  release(): void;
  /** The user scrolls, in small steps that add up. */
  turn(): void;
}

/**
 * Tells what the user means by wheel, touch and scroll bar. Scroll events alone say nothing, as appending and
 * trimming can make them, too.
 *
 * @returns ends it
 */
export function watchScrollIntent(element: HTMLElement, listener: ScrollIntentListener): () => void {
  const onWheel = (event: WheelEvent) => {
    listener.turn();
    if (event.deltaY < 0) listener.release();
  };
  const onTouch = () => {
    listener.turn();
    listener.release();
  };
  const onPointerDown = (event: PointerEvent) => {
    if (event.target === element && isOnScrollBar(element, event)) listener.release();
  };
  const stop = new AbortController();
  const passive = { passive: true, signal: stop.signal };
  element.addEventListener('wheel', onWheel, passive);
  element.addEventListener('touchmove', onTouch, passive);
  element.addEventListener('pointerdown', onPointerDown, passive);
  return () => stop.abort();
}

/** Scroll bars stand at the left where the page is written from right to left. */
function isOnScrollBar(element: HTMLElement, event: PointerEvent): boolean {
  const x = event.clientX - element.getBoundingClientRect().left - element.clientLeft;
  return x < 0 || x >= element.clientWidth;
}
