import type { LogStreamingService } from '../stream/LogStreamingService.ts';

/** Milliseconds between two rings. */
const RING_MS = 1000;

/**
 * Tells that there are new entries, not more than once a second and never too early: the store is what counts
 * them, the stream only says when.
 *
 * @returns ends it
 */
export function ringOnEntries(
  service: LogStreamingService,
  filter: string | undefined,
  ring: () => void,
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const subscription = service.subscribe({ filter: filter ?? '', last: 0 });
  const rings = subscription.entries$.subscribe(() => {
    timer ??= setTimeout(() => {
      timer = undefined;
      ring();
    }, RING_MS);
  });
  return () => {
    clearTimeout(timer);
    rings.unsubscribe();
    subscription.close();
  };
}
