/** Hidden pages get no frames; their viewers are brought up to date this often. Milliseconds. */
const WITHOUT_FRAMES_MS = 500;

/** Puts off a call to the next frame, however often it is asked for. */
export function oncePerFrame(call: () => void): { request: () => void; cancel: () => void } {
  let frame: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const cancel = () => {
    if (frame !== undefined) cancelAnimationFrame(frame);
    clearTimeout(timer);
    frame = timer = undefined;
  };
  const run = () => {
    cancel();
    call();
  };
  const request = () => {
    if (frame !== undefined) return;
    frame = requestAnimationFrame(run);
    timer = setTimeout(run, WITHOUT_FRAMES_MS);
  };
  return { request, cancel };
}
