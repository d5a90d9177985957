import {
  allOf,
  MAX_PAGE_ENTRIES,
  SEVERITY_NUMBERS,
  type ActionDurations,
  type LogEntry,
  type LogFilter,
  type PerformanceAnswer,
} from '@tailrace/protocol';
import type { TimeKey } from '../store/LogStore.ts';
import type { LogReader } from './LogReader.ts';

/** Entries that are looked at, the newest first: exact percentiles of these say more than a guess over all. */
export const MAX_MEASURED_ENTRIES = 20_000;

/** What was measured, whatever was asked. */
export type Performance = Omit<PerformanceAnswer, 'filters_applied'>;

interface Measured {
  readonly action: string;
  readonly source: string;
  readonly durations: number[];
  errors: number;
}

const IS_TIMED: LogFilter = {
  kind: 'field',
  field: 'trace.execution_time_ms',
  test: { kind: 'compare', comparison: '>=', value: 0 },
};

/** Measures the newest entries that a filter finds and that say how long they took. */
export async function measurePerformance(
  reader: LogReader,
  filter: LogFilter,
  limit: number,
): Promise<Performance> {
  const kinds = new Map<string, Measured>();
  let entries = 0;
  let after: TimeKey | undefined;
  let isPartial = false;
  do {
    // Each page begins where the one before it ended.
    // oxlint-disable-next-line no-await-in-loop
    const page = await reader.query({
      filter: allOf([filter, IS_TIMED]),
      order: 'desc',
      after,
      limit: MAX_PAGE_ENTRIES,
    });
    for (const { text } of page.entries) measure(kinds, JSON.parse(text) as LogEntry);
    entries += page.entries.length;
    after = page.next;
    isPartial = page.partial || (after !== undefined && entries >= MAX_MEASURED_ENTRIES);
  } while (after && !isPartial);
  const actions = [...kinds.values()].map(sumUp).toSorted((a, b) => b.p95_ms - a.p95_ms || b.count - a.count);
  return {
    actions: actions.slice(0, limit),
    more: Math.max(0, actions.length - limit),
    entries,
    partial: isPartial,
  };
}

function measure(kinds: Map<string, Measured>, { action, message, source, level, trace }: LogEntry): void {
  const took = trace?.execution_time_ms;
  if (took === undefined) return;
  const name = action ?? message;
  const key = JSON.stringify([source, name]);
  const kind = kinds.get(key) ?? { action: name, source, durations: [], errors: 0 };
  kinds.set(key, kind);
  kind.durations.push(took);
  if (SEVERITY_NUMBERS[level] >= SEVERITY_NUMBERS.error) kind.errors += 1;
}

function sumUp({ action, source, durations, errors }: Measured): ActionDurations {
  const sorted = Float64Array.from(durations).sort();
  return {
    action,
    source,
    count: sorted.length,
    errors,
    p50_ms: rank(sorted, 0.5),
    p95_ms: rank(sorted, 0.95),
    max_ms: sorted.at(-1)!,
  };
}

/** Nearest rank: a duration that was really measured. */
function rank(sorted: Float64Array, share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
}
