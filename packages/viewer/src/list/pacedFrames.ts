import { oncePerFrame } from '../hooks/oncePerFrame.ts';

/** Milliseconds between two pictures of a flood: nobody reads rows that are gone in the next one. */
export const FLOOD_PICTURE_MS = 50;

/**
 * Puts off a call to the next frame, however often it is asked for. After one that found a flood, the next
 * comes later, as laying out and painting rows for each frame takes more than taking their entries in.
 *
 * @param call returns whether it found a flood
 */
export function pacedFrames(call: () => boolean): { request: () => void; cancel: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let notBefore = 0;
  const frame = oncePerFrame(() => {
    const started = performance.now();
    notBefore = call() ? started + FLOOD_PICTURE_MS : 0;
  });
  const request = () => {
    if (timer !== undefined) return;
    const wait = notBefore - performance.now();
    if (wait <= 0) return frame.request();
    timer = setTimeout(() => {
      timer = undefined;
      frame.request();
    }, wait);
  };
  const cancel = () => {
    clearTimeout(timer);
    timer = undefined;
    frame.cancel();
  };
  return { request, cancel };
}
