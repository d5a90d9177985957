import type { Logger } from '@tailrace/logger';

/** Entries per turn of the event loop: the page stays alive, and the logger is still pressed hard. */
const PER_TURN = 500;

const MESSAGES = ['Price looked up', 'Stock checked', 'Session refreshed', 'Image loaded', 'Search answered'];

/** Logs `count` entries as fast as the page can without freezing. */
export async function flood(logger: Logger, count: number): Promise<void> {
  const floodLogger = logger.child('flood');
  for (let n = 1; n <= count; n += 1) {
    floodLogger.debug(MESSAGES[n % MESSAGES.length]!, { n, of: count });
    if (n % PER_TURN === 0) await new Promise((resolve) => setTimeout(resolve));
  }
}
