import type { LogEntry } from '@tailrace/protocol';
import type { LogApi } from '../api/LogApi.ts';

/** Entries of one trace that are drawn; more could not be told apart. */
export const MAX_DRAWN_ENTRIES = 2000;
const PAGE_ENTRIES = 1000;

export interface LoadedTrace {
  readonly entries: readonly LogEntry[];
  /** Entries that the trace has in all, as far as the server counted. */
  readonly total: number;
}

/** Fetches a trace page by page, up to `MAX_DRAWN_ENTRIES`. */
export async function loadTrace(api: LogApi, id: string, signal: AbortSignal): Promise<LoadedTrace> {
  const first = await api.trace(id, { limit: PAGE_ENTRIES }, signal);
  const entries = [...first.logs];
  let cursor = first.pagination.next;
  while (cursor !== null && entries.length < MAX_DRAWN_ENTRIES) {
    // Each page begins where the one before it ended.
    // oxlint-disable-next-line no-await-in-loop
    const page = await api.trace(id, { limit: PAGE_ENTRIES, cursor }, signal);
    entries.push(...page.logs);
    cursor = page.pagination.next;
  }
  return { entries, total: Math.max(entries.length, first.summary?.count ?? 0) };
}
