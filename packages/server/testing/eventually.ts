import { vi } from 'vitest';

/**
 * Waits until a check passes; only a fault lets it run out of time.
 *
 * @param timeout milliseconds, generous because other things run on the machine
 */
export function eventually<T>(check: () => T | Promise<T>, timeout = 30_000): Promise<T> {
  return vi.waitFor(check, { timeout, interval: 10 });
}
