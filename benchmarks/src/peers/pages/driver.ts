/** Calls in one task: what an app may do between two frames. */
const CALLS_PER_TASK = 100;
/** Calls between two readings of the heap. */
const CALLS_PER_READING = 5000;
/** Milliseconds between two readings of the heap once the calls are over. */
const READING_INTERVAL_MS = 250;
const DISABLED_CALLS = 1_000_000;

/** What a page can tell of a burst when its calls are over. */
export interface BurstTimes {
  /** Nanoseconds of a call, over all tasks of the burst. */
  readonly median: number;
  readonly mean: number;
}

/** How the harness moves a page; it comes before the logger, and is no part of its size. */
export interface PeerDriver {
  /** Text made beforehand, so that it is in nobody's figures. */
  prepare(count: number): void;
  burst(count: number, readsHeap: boolean): Promise<BurstTimes>;
  /** Milliseconds of the longest task since the burst began; 0 where none took 50 ms. */
  longestTask(): number;
  /** Bytes of live JavaScript heap at the most, over what there was before the burst. */
  heapGrowth(): number;
  /** Nanoseconds of a call below the level, or none. */
  disabled(): number | undefined;
  /** Logs numbers `from` up to `to` (exclusive) at once. */
  log(from: number, to: number, level?: 'info' | 'error'): void;
}

declare global {
  interface Window {
    driver: PeerDriver;
    gc?: () => void;
  }
  interface Performance {
    readonly memory: { readonly usedJSHeapSize: number };
  }
}

let messages: string[] = [];
let heapAtStart = 0;
let heapAtMost = 0;
let longest = 0;
let burstStart = Infinity;

new PerformanceObserver((list) => {
  for (const { duration, startTime } of list.getEntries())
    if (startTime >= burstStart) longest = Math.max(longest, duration);
}).observe({ type: 'longtask' });

const messageOf = (n: number) => `Added to cart n=${String(n).padStart(6, '0')}`;
const fieldsOf = (n: number) => ({ sku: 'KET-01', price: 3900, n });

/** The next task, without the 4 ms that timers wait. */
const { port1, port2 } = new MessageChannel();
let resume = () => {};
port1.addEventListener('message', () => resume());
port1.start();
const nextTask = () =>
  new Promise<void>((resolve) => {
    resume = resolve;
    port2.postMessage(undefined);
  });

function readHeap(): number {
  if (!window.gc) throw new Error('The browser was started without --expose-gc');
  window.gc();
  const { usedJSHeapSize } = performance.memory;
  heapAtMost = Math.max(heapAtMost, usedJSHeapSize);
  return usedJSHeapSize;
}

window.driver = {
  prepare(count) {
    messages = Array.from({ length: count }, (_, n) => messageOf(n));
  },
  async burst(count, readsHeap) {
    const { info } = window.peer;
    const perTask: number[] = [];
    burstStart = performance.now();
    if (readsHeap) heapAtStart = readHeap();
    for (let n = 0; n < count;) {
      const from = n;
      const started = performance.now();
      for (; n < from + CALLS_PER_TASK && n < count; n += 1)
        info(messages[n]!, { sku: 'KET-01', price: 3900, n });
      perTask.push(((performance.now() - started) * 1e6) / (n - from));
      if (readsHeap && n % CALLS_PER_READING === 0) readHeap();
      await nextTask();
    }
    if (readsHeap) setInterval(readHeap, READING_INTERVAL_MS);
    return {
      median: perTask.toSorted((a, b) => a - b)[Math.floor(perTask.length / 2)] ?? 0,
      mean: perTask.reduce((sum, ns) => sum + ns, 0) / perTask.length,
    };
  },
  longestTask: () => longest,
  heapGrowth: () => heapAtMost - heapAtStart,
  disabled() {
    const { disabled } = window.peer;
    if (!disabled) return undefined;
    const started = performance.now();
    for (let n = 0; n < DISABLED_CALLS; n += 1) disabled('Added to cart', { sku: 'KET-01', price: 3900, n });
    return ((performance.now() - started) * 1e6) / DISABLED_CALLS;
  },
  log(from, to, level = 'info') {
    for (let n = from; n < to; n += 1) window.peer[level](messageOf(n), fieldsOf(n));
  },
};
