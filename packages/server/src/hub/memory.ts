import type { LogBatch, LogHub } from './LogHub.ts';

/** A hub within one process. */
export function createMemoryHub(head: number): LogHub {
  const listeners = new Set<(batch: LogBatch) => void>();
  let announced = head;
  return {
    get head() {
      return announced;
    },
    publish(batch) {
      announced = Math.max(announced, batch.to);
      for (const listener of listeners) listener(batch);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
