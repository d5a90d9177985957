import type { FloodFrame, FloodLoad } from './floodWorker.ts';
import type { MountedList, MountList } from './lists/MountedList.ts';
import { afterPaint, entriesOnScreen } from './screen.ts';

/** What a page saw of a flood. */
export interface FloodSeen {
  /** Milliseconds from one frame to the next. */
  readonly frames: readonly number[];
  /** Milliseconds of each task above 50. */
  readonly longTasks: readonly number[];
  /** Milliseconds from the arrival of each batch until its last entry was on screen, or a later one was. */
  readonly lags: readonly number[];
  /** Milliseconds that the flood took to be handed over. */
  readonly elapsed: number;
  /** Whether its last entry was not on screen some time after its end. */
  readonly isTailLost: boolean;
}

/** By the names that they go by in the results. */
const LISTS: Readonly<Record<string, () => Promise<{ mount: MountList }>>> = {
  tailrace: () => import('./lists/tailrace.tsx'),
  tanstack: () => import('./lists/tanstack.tsx'),
  virtuoso: () => import('./lists/virtuoso.tsx'),
  melloware: () => import('./lists/melloware.tsx'),
  harness: () => import('./lists/harness.ts'),
  patternfly: () => import('./lists/patternfly.tsx'),
};
/** Milliseconds after the end in which the last entry must come on screen. */
const SETTLE_MS = 3000;

declare global {
  interface Window {
    mountList(name: string): Promise<void>;
    /** Feeds the list that is there, and watches. */
    flood(load: FloodLoad): Promise<FloodSeen>;
  }
}

let list: MountedList | undefined;

window.mountList = async (name) => {
  const { mount } = await LISTS[name]!();
  list = await mount(document.querySelector<HTMLElement>('#root')!);
  for (let frame = 0; frame < 30; frame += 1) await afterPaint();
};

window.flood = async (load) => {
  const shown = list!;
  const frames: number[] = [];
  const longTasks: number[] = [];
  const lags: number[] = [];
  const waiting: FloodFrame[] = [];
  const observer = new PerformanceObserver((entries) =>
    longTasks.push(...entries.getEntries().map(({ duration }) => duration)),
  );
  observer.observe({ type: 'longtask' });
  const worker = new Worker(new URL('./floodWorker.ts', import.meta.url), { type: 'module' });
  const started = performance.now();
  let ended: number | undefined;
  let last = 0;
  worker.addEventListener('message', ({ data }: MessageEvent<FloodFrame | 'end'>) => {
    if (data === 'end') return void (ended = performance.now());
    shown.append(data.frame);
    waiting.push(data);
    last = data.last;
  });
  worker.postMessage(load);
  let before: number | undefined;
  let isTailOnScreen = false;
  while (ended === undefined || (!isTailOnScreen && performance.now() < ended + SETTLE_MS)) {
    await afterPaint();
    const now = performance.now();
    if (before !== undefined && ended === undefined) frames.push(now - before);
    before = now;
    const newest = Math.max(0, ...entriesOnScreen(shown));
    while (waiting[0] && waiting[0].last <= newest) {
      lags.push(performance.timeOrigin + now - waiting.shift()!.at);
    }
    isTailOnScreen = newest === last && last > 0;
  }
  // Those that never came waited until now at the least.
  lags.push(...waiting.map(({ at }) => performance.timeOrigin + performance.now() - at));
  observer.disconnect();
  worker.terminate();
  return { frames, longTasks, lags, elapsed: ended - started, isTailLost: !isTailOnScreen };
};
