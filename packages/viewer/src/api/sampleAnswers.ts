import type { LogStatsAnswer } from '@tailrace/protocol/core';

/** Counts of a busy morning. */
export function sampleStats(changes: Partial<LogStatsAnswer> = {}): LogStatsAnswer {
  return {
    total: 1_284_903,
    levels: { debug: 902_114, info: 371_402, warning: 9874, error: 1482, critical: 31 },
    categories: { system: 1_280_001, audit: 4902 },
    sources: 12,
    first: '2026-11-19T09:30:00.000Z',
    last: '2026-11-20T09:30:00.000Z',
    generated_at: '2026-11-20T09:30:00.000Z',
    partial: false,
    filters_applied: {},
    ...changes,
  };
}

/** Counts where nothing was logged yet. */
export const NO_STATS = sampleStats({
  total: 0,
  levels: { debug: 0, info: 0, warning: 0, error: 0, critical: 0 },
  categories: { system: 0, audit: 0 },
  sources: 0,
});
