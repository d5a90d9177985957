import type { LogEntry } from '@tailrace/protocol';
import type { LogApi } from '../api/LogApi.ts';
import type { PerformanceAnswer } from '@tailrace/protocol/core';

const HOUR_MS = 3_600_000;
/** Slow operations that are listed. */
const LISTED = 50;

interface PerformanceRequest {
  readonly filter: string | undefined;
  readonly hours: number;
  /** Milliseconds. */
  readonly threshold: number;
}

export interface LoadedPerformance {
  readonly durations: PerformanceAnswer;
  /** The newest slow operations, the slowest of them first. */
  readonly slow: readonly LogEntry[];
}

/** Asks for durations by action, and for the slow operations. */
export async function loadPerformance(
  api: LogApi,
  { filter, hours, threshold }: PerformanceRequest,
  signal: AbortSignal,
): Promise<LoadedPerformance> {
  const start = new Date(Date.now() - hours * HOUR_MS).toISOString();
  const isSlow = `trace.execution_time_ms:>=${threshold}`;
  const [durations, page] = await Promise.all([
    api.performance({ q: filter, start }, signal),
    api.logs({ q: filter ? `${isSlow} (${filter})` : isSlow, start, limit: LISTED }, signal),
  ]);
  return { durations, slow: page.logs.toSorted((a, b) => took(b) - took(a)) };
}

function took({ trace }: LogEntry): number {
  return trace?.execution_time_ms ?? 0;
}
