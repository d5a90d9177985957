import { LOG_CATEGORIES, LOG_LEVELS } from '@tailrace/protocol';
import { z } from 'zod';
import { HISTOGRAM_GROUPS } from '../../store/LogCounts.ts';
import { named } from './apiSchemas.ts';
import { time } from './entries.ts';

const count = z.int().min(0);
/** What all counts end with. */
const ending = {
  /** True when the time budget ran out before all were counted. */
  partial: z.boolean(),
  filters_applied: z.record(z.string(), z.string()),
};

export const logStats = named(
  'LogStats',
  z.strictObject({
    total: count,
    levels: z.record(z.enum(LOG_LEVELS), count),
    categories: z.record(z.enum(LOG_CATEGORIES), count),
    sources: count,
    first: time.optional(),
    last: time.optional(),
    hours: count.optional(),
    generated_at: time,
    ...ending,
  }),
  '`first` and `last` are missing when nothing was found.',
);

export const logSources = named(
  'LogSources',
  z.strictObject({
    sources: z.array(
      z.strictObject({ source: z.string(), count, errors: count, warnings: count, last: time }),
    ),
    more: count,
    generated_at: time,
    ...ending,
  }),
  '`more` is how many sources are not listed.',
);

export const logHistogram = named(
  'LogHistogram',
  z.strictObject({
    interval_ms: count,
    by: z.enum(HISTOGRAM_GROUPS),
    buckets: z.array(z.strictObject({ start: time, total: count, counts: z.record(z.string(), count) })),
    ...ending,
  }),
  'Buckets without entries are left out.',
);

export const logFacets = named(
  'LogFacets',
  z.strictObject({
    field: z.string(),
    values: z.array(z.strictObject({ value: z.string(), count })),
    more: count,
    ...ending,
  }),
  '`more` is how many values are not listed.',
);

const milliseconds = z.number();

export const logPerformance = named(
  'LogPerformance',
  z.strictObject({
    actions: z.array(
      z.strictObject({
        action: z.string(),
        source: z.string(),
        count,
        errors: count,
        p50_ms: milliseconds,
        p95_ms: milliseconds,
        max_ms: milliseconds,
      }),
    ),
    more: count,
    entries: count,
    ...ending,
  }),
  '`action` is an entry’s action, or else its message; `entries` is how many were measured.',
);
