import { quietly } from './quietly.ts';

/**
 * Listens at the window, where there is one, before everyone who listens further down: `stopPropagation` of
 * the app's own does not hide the event.
 *
 * @returns how to stop
 */
export function listen<E extends Event>(
  type: string,
  listener: (event: E) => void,
  target: EventTarget | undefined = globalThis.window,
): () => void {
  const quiet = quietly(listener) as (event: Event) => void;
  target?.addEventListener(type, quiet, true);
  return () => target?.removeEventListener(type, quiet, true);
}
