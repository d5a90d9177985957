import type { LogEntry } from '@tailrace/protocol';

/** Entries that arrive between two frames: 60,000 a second on a screen of 60 Hz. */
const ENTRIES_PER_FRAME = 1000;

/** Rows of the lists that are compared. */
export const LIST_HEIGHT = 600;

/** Makes entries as the server sends them; parsing is left out on both sides. */
function makeEntries(from: number, count: number): LogEntry[] {
  const now = Date.now();
  return Array.from({ length: count }, (_, index) => {
    const seq = from + index;
    const timestamp = new Date(now + seq).toISOString();
    return {
      id: `0000000000000000-${seq}`,
      session: '0000000000000000',
      received_at: timestamp,
      cursor: `bench.${seq}`,
      seq,
      timestamp,
      level: seq % 50 === 0 ? 'error' : 'info',
      source: 'shop',
      logger: 'shop.cart.totals',
      message: `Added product ${seq % 977} to the cart after a look at its price`,
      metadata: { sku: `KET-${seq % 100}`, price: 3900, n: seq },
    };
  });
}

/** What arrives between two frames, made before the clock runs. */
export function makeBatches(count: number): LogEntry[][] {
  const batches: LogEntry[][] = [];
  for (let from = 1; from <= count; from += ENTRIES_PER_FRAME)
    batches.push(makeEntries(from, ENTRIES_PER_FRAME));
  return batches;
}

/** Feeds a batch per frame, and resolves when the last entry stands in the document. Milliseconds. */
export async function feed<T>(batches: readonly T[], append: (batch: T) => void): Promise<number> {
  const last = `[data-entry-id="0000000000000000-${batches.length * ENTRIES_PER_FRAME}"]`;
  const started = performance.now();
  for (const batch of batches) {
    append(batch);
    await nextFrame();
  }
  while (!document.querySelector(last)) await nextFrame();
  return performance.now() - started;
}

export function nextFrame(): Promise<void> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => resolve());
  });
}
