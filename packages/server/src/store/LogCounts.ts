import type { LogCategory, LogFilter, LogLevel } from '@tailrace/protocol';

/** Which entries to count. */
export interface CountQuery {
  readonly tenant: string;
  readonly filter: LogFilter;
}

/** How many entries there are, and from when to when. */
export interface LogStats {
  readonly total: number;
  readonly levels: Readonly<Record<LogLevel, number>>;
  readonly categories: Readonly<Record<LogCategory, number>>;
  /** How many different sources they have. */
  readonly sources: number;
  /** Time of the earliest, milliseconds since 1970; absent when there is none. */
  readonly first: number | undefined;
  /** Time of the latest, milliseconds since 1970. */
  readonly last: number | undefined;
  /** True when the time budget ran out before all were counted. */
  readonly partial: boolean;
}

/** What one source has said. */
export interface SourceCount {
  readonly source: string;
  readonly count: number;
  /** Entries of level error or critical. */
  readonly errors: number;
  readonly warnings: number;
  /** Time of the latest, milliseconds since 1970. */
  readonly last: number;
}

export interface LogSources {
  /** Those with the most entries first; at most `MAX_LISTED_SOURCES`. */
  readonly sources: readonly SourceCount[];
  /** How many sources are not listed. */
  readonly more: number;
  readonly partial: boolean;
}

/** What the entries of one stretch of time are told apart by. */
export const HISTOGRAM_GROUPS = ['level', 'source'] as const;
export type HistogramGroup = (typeof HISTOGRAM_GROUPS)[number];

export interface HistogramQuery extends CountQuery {
  /** Milliseconds; buckets begin at multiples of it since 1970. */
  readonly intervalMs: number;
  readonly by: HistogramGroup;
}

export interface HistogramBucket {
  /** Milliseconds since 1970. */
  readonly start: number;
  readonly total: number;
  /** Entries of each level or source that has any; of sources the `MAX_HISTOGRAM_SOURCES` with the most. */
  readonly counts: Readonly<Record<string, number>>;
}

export type LogHistogram =
  /** In order of time, without those that are empty. */
  | { readonly outcome: 'counted'; readonly buckets: readonly HistogramBucket[]; readonly partial: boolean }
  /** More than `MAX_HISTOGRAM_BUCKETS` have entries. */
  | { readonly outcome: 'too_many_buckets' };

export interface FacetQuery extends CountQuery {
  /** As in the filter language: the entry's own, `context.user_id`, or a bare key. */
  readonly field: string;
  readonly limit: number;
}

/** How many entries have a value: those that `field:value` finds. */
export interface FacetValue {
  readonly value: string;
  readonly count: number;
}

export interface LogFacets {
  /** Those of the most entries first. */
  readonly values: readonly FacetValue[];
  /** How many different values are not listed. */
  readonly more: number;
  /** True also when there were more than `MAX_COUNTED_VALUES` different values, and the last were left out. */
  readonly partial: boolean;
}

/** Counts of entries, by what they have in common. A signal that is aborted ends the count, with a partial answer. */
export interface LogCounts {
  stats(query: CountQuery, signal?: AbortSignal): Promise<LogStats>;
  sources(query: CountQuery, signal?: AbortSignal): Promise<LogSources>;
  histogram(query: HistogramQuery, signal?: AbortSignal): Promise<LogHistogram>;
  facets(query: FacetQuery, signal?: AbortSignal): Promise<LogFacets>;
}

/** Buckets of one histogram: more than a wide screen has room for. */
export const MAX_HISTOGRAM_BUCKETS = 1000;
/** Sources that a histogram tells apart: more than a reader can. */
export const MAX_HISTOGRAM_SOURCES = 20;
export const MAX_LISTED_SOURCES = 1000;
/** Values of one field that are counted at a time, so that a field of random values does not fill the memory. */
export const MAX_COUNTED_VALUES = 100_000;
/** UTF-16 code units of all these values together. */
export const MAX_COUNTED_LENGTH = 8 * 1024 * 1024;
