/// <reference lib="webworker" />
import type { LogEntry } from '@tailrace/protocol';
import { formatFrame } from '../../pages/fedSocket.ts';

declare const self: DedicatedWorkerGlobalScope;

/** How much comes, and for how long. */
export interface FloodLoad {
  readonly perSecond: number;
  readonly seconds: number;
}

/** A frame of the flood, and when it was handed over: milliseconds since 1970. */
export interface FloodFrame {
  readonly frame: string;
  /** Number of its last entry. */
  readonly last: number;
  readonly at: number;
}

/** Milliseconds between two frames, as the server coalesces them. */
const FRAME_MS = 30;

/** Makes the entries beside the page, as a server would, so that the page does nothing but show them. */
self.addEventListener('message', ({ data }: MessageEvent<FloodLoad>) => {
  const perFrame = Math.round((data.perSecond * FRAME_MS) / 1000);
  const total = data.perSecond * data.seconds;
  const started = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    const due = Math.min(total, ((performance.now() - started) * data.perSecond) / 1000);
    while (sent + perFrame <= due || (due === total && sent < total)) {
      const count = Math.min(perFrame, total - sent);
      const frame = formatFrame(makeEntries(sent + 1, count));
      sent += count;
      const at = performance.timeOrigin + performance.now();
      self.postMessage({ frame, last: sent, at } satisfies FloodFrame);
    }
    if (sent < total) return;
    clearInterval(timer);
    self.postMessage('end');
  }, FRAME_MS);
});

function makeEntries(from: number, count: number): LogEntry[] {
  const now = Date.now();
  return Array.from({ length: count }, (_, index) => {
    const seq = from + index;
    const timestamp = new Date(now).toISOString();
    return {
      id: `benchFlood000001-${seq}`,
      session: 'benchFlood000001',
      received_at: timestamp,
      cursor: `bench.${seq}`,
      seq,
      timestamp,
      level: seq % 50 === 0 ? 'error' : seq % 20 === 0 ? 'warning' : 'info',
      source: ['shop', 'api', 'web', 'worker'][seq % 4]!,
      logger: 'shop.cart.totals',
      message: `#${seq}# Added product ${seq % 977} to the cart after a look at its price`,
      context: { user_id: `u-${seq % 5000}` },
      metadata: { sku: `KET-${seq % 100}`, price: 3900, n: seq },
    };
  });
}
