import { fieldValues, type LogEntry } from '@tailrace/protocol';
import type {
  FacetQuery,
  HistogramQuery,
  LogFacets,
  LogHistogram,
  LogSources,
  LogStats,
} from '../LogCounts.ts';
import { cellOf } from './Cell.ts';
import { FacetsTally } from './FacetsTally.ts';
import { HistogramTally } from './HistogramTally.ts';
import { SourcesTally } from './SourcesTally.ts';
import { StatsTally } from './StatsTally.ts';

/** Counts entries one by one: slow, and plainly right. */
export const countEntries = {
  stats(entries: readonly LogEntry[]): LogStats {
    const tally = new StatsTally();
    for (const entry of entries) tally.add(cellOf(entry));
    return tally.result(false);
  },

  sources(entries: readonly LogEntry[]): LogSources {
    const tally = new SourcesTally();
    for (const entry of entries) tally.add(cellOf(entry));
    return tally.result(false);
  },

  histogram(entries: readonly LogEntry[], query: HistogramQuery): LogHistogram {
    const tally = new HistogramTally(query);
    for (const entry of entries) tally.add(cellOf(entry));
    return tally.result(false);
  },

  facets(entries: readonly LogEntry[], { field, limit }: FacetQuery): LogFacets {
    const tally = new FacetsTally(limit);
    for (const entry of entries) tally.addValues(fieldValues(entry, field));
    return tally.result(false);
  },
};
