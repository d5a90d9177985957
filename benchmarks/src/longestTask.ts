import type { Browser, Page } from 'playwright';

interface TraceEvent {
  readonly name: string;
  readonly cat?: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly dur?: number;
  readonly args?: { readonly name?: string };
}

const TASK = 'RunTask';

/**
 * The longest task of the renderers' main threads while something is done: pages themselves are told of those above
 * 50 ms only, and timers come late also where nothing is blocked.
 *
 * @returns milliseconds, beside what was done
 */
export async function longestTaskOf<T>(
  browser: Browser,
  page: Page,
  act: () => Promise<T>,
): Promise<{ readonly result: T; readonly longestTaskMs: number }> {
  await browser.startTracing(page, { categories: ['disabled-by-default-devtools.timeline', '__metadata'] });
  const result = await act();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as {
    traceEvents: readonly TraceEvent[];
  };
  const placeOf = ({ pid, tid }: TraceEvent) => `${pid}/${tid}`;
  const mainThreads = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(placeOf),
  );
  const tasks = traceEvents.filter((event) => event.name === TASK && mainThreads.has(placeOf(event)));
  if (tasks.length === 0) throw new Error('This browser does not trace its tasks');
  return { result, longestTaskMs: Math.max(...tasks.map(({ dur = 0 }) => dur)) / 1000 };
}
