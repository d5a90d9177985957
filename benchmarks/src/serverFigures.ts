/** What a server tells of itself, between two looks at it. */
export interface ServerFigures {
  /** Seconds of processor time that all its threads took. */
  readonly cpuSeconds: number;
  /** Milliseconds between two ticks of a clock of 10 ms on its event loop: all above 10 is delay. */
  readonly loopDelayP99: number;
  readonly loopDelayMax: number;
}

/** Seconds of processor time since the start of the process. */
const CPU = 'process_cpu_seconds_total';
const LOOP_P99 = 'nodejs_eventloop_lag_p99_seconds';
const LOOP_MAX = 'nodejs_eventloop_lag_max_seconds';

/**
 * Begins to measure a server by its own metrics, which forget the delays of the event loop at each look.
 *
 * @returns ends it
 */
export async function measureServer(url: string, cookie: string): Promise<() => Promise<ServerFigures>> {
  const before = await readMetrics(url, cookie);
  return async () => {
    const after = await readMetrics(url, cookie);
    return {
      cpuSeconds: valueOf(after, CPU) - valueOf(before, CPU),
      loopDelayP99: valueOf(after, LOOP_P99) * 1000,
      loopDelayMax: valueOf(after, LOOP_MAX) * 1000,
    };
  };
}

async function readMetrics(url: string, cookie: string): Promise<string> {
  const response = await fetch(`${url}/metrics`, { headers: { Cookie: cookie } });
  if (!response.ok) throw new Error(`/metrics answered ${response.status}`);
  return response.text();
}

function valueOf(metrics: string, name: string): number {
  const line = metrics.split('\n').find((text) => text.startsWith(`${name} `));
  const value = Number(line?.slice(name.length + 1));
  if (line === undefined || Number.isNaN(value)) throw new Error(`/metrics has no ${name}`);
  return value;
}
