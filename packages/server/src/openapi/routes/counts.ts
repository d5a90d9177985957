import { facetParameters } from '../../routes/facets.ts';
import { histogramParameters } from '../../routes/histogram.ts';
import { performanceParameters } from '../../routes/performance.ts';
import { statsParameters } from '../../routes/stats.ts';
import type { RouteDescription } from '../RouteDescription.ts';
import * as schemas from '../schemas/counts.ts';
import { json } from './json.ts';

const KEPT = 'A whole answer without filters may be a minute old.';

/** How much there is, by what it has in common. */
export const countRoutes: readonly RouteDescription[] = [
  {
    method: 'get',
    path: '/api/v1/logs/stats',
    group: 'Query',
    summary: 'How many entries of each level and category',
    description: KEPT,
    role: 'read',
    query: statsParameters,
    takesFilters: true,
    answers: { 200: json('Counts, and from when to when.', schemas.logStats) },
    problems: ['invalid_parameter', 'invalid_filter'],
  },
  {
    method: 'get',
    path: '/api/v1/logs/sources',
    group: 'Query',
    summary: 'Which sources there are, and what each has said',
    description: KEPT,
    role: 'read',
    takesFilters: true,
    answers: { 200: json('Those with the most entries first.', schemas.logSources) },
    problems: ['invalid_parameter', 'invalid_filter'],
  },
  {
    method: 'get',
    path: '/api/v1/logs/histogram',
    group: 'Query',
    summary: 'Entries over time',
    role: 'read',
    query: histogramParameters,
    takesFilters: true,
    answers: { 200: json('Buckets in order of time.', schemas.logHistogram) },
    problems: ['invalid_parameter', 'invalid_filter'],
  },
  {
    method: 'get',
    path: '/api/v1/logs/facets',
    group: 'Query',
    summary: 'The values of one field',
    role: 'read',
    query: facetParameters,
    takesFilters: true,
    answers: { 200: json('Those that most entries have first.', schemas.logFacets) },
    problems: ['invalid_parameter', 'invalid_filter'],
  },
  {
    method: 'get',
    path: '/api/v1/performance',
    group: 'Query',
    summary: 'How long operations took, by action and source',
    description: 'Of entries with `trace.execution_time_ms`; of more than 20,000 the newest are measured.',
    role: 'read',
    query: performanceParameters,
    takesFilters: true,
    answers: { 200: json('Those with the greatest p95 first.', schemas.logPerformance) },
    problems: ['invalid_parameter', 'invalid_filter'],
  },
];
