import { z } from 'zod';
import { listParameters } from '../../query/listEntries.ts';
import { ofOneParameters } from '../../routes/byField.ts';
import { exportParameters } from '../../routes/exportLogs.ts';
import { statsParameters } from '../../routes/stats.ts';
import type { RouteDescription } from '../RouteDescription.ts';
import { logSources, logStats } from '../schemas/counts.ts';
import { entriesOfOne, logEntry, pagedList } from '../schemas/entries.ts';
import { enveloped } from '../schemas/exchanges.ts';
import { exportedFile } from './exports.ts';
import { json } from './json.ts';

const list = json('A page of entries.', enveloped('EnvelopedList', pagedList));
const ENTITIES =
  'Any other parameter asks for an entity of the context, such as `camera_id`, which is not found when no entry names it.';

/** The same handlers, in the envelope `{success, message, data}`. */
export const olderApiRoutes: readonly RouteDescription[] = [
  {
    method: 'get',
    path: '/api/logs',
    group: 'Older API',
    summary: 'Entries by page number',
    description: ENTITIES,
    role: 'read',
    query: listParameters,
    takesFilters: true,
    answers: { 200: list },
    problems: ['invalid_parameter', 'invalid_filter', 'invalid_cursor', 'not_found'],
  },
  {
    method: 'get',
    path: '/api/logs/search',
    group: 'Older API',
    summary: 'Entries that have words',
    description: ENTITIES,
    role: 'read',
    query: z.object({
      query: z.string().optional().describe('The same as `search`.'),
      ...listParameters.shape,
    }),
    takesFilters: true,
    answers: { 200: list },
    problems: ['invalid_parameter', 'invalid_filter', 'invalid_cursor', 'not_found'],
  },
  {
    method: 'get',
    path: '/api/logs/stats',
    group: 'Older API',
    summary: 'How many entries of each level and category',
    role: 'read',
    query: statsParameters,
    takesFilters: true,
    answers: { 200: json('Counts.', enveloped('EnvelopedStats', logStats)) },
    problems: ['invalid_parameter', 'invalid_filter'],
  },
  {
    method: 'get',
    path: '/api/logs/sources',
    group: 'Older API',
    summary: 'Which sources there are, and what each has said',
    role: 'read',
    takesFilters: true,
    answers: { 200: json('The sources.', enveloped('EnvelopedSources', logSources)) },
    problems: ['invalid_parameter', 'invalid_filter'],
  },
  {
    method: 'get',
    path: '/api/logs/export',
    group: 'Older API',
    summary: 'Everything that passes the filters, as a file',
    role: 'read',
    query: exportParameters,
    takesFilters: true,
    answers: { 200: exportedFile },
    problems: ['invalid_parameter', 'invalid_filter'],
  },
  {
    method: 'get',
    path: '/api/logs/by/:field/:value',
    group: 'Older API',
    summary: 'All entries of one entity',
    role: 'read',
    pathParameters: { field: 'A field, or a key in the context and the like.', value: 'Its value, as text.' },
    query: ofOneParameters('entry'),
    takesFilters: true,
    answers: { 200: json('A page of entries.', enveloped('EnvelopedEntriesOfOne', entriesOfOne)) },
    problems: ['invalid_parameter', 'invalid_filter', 'not_found'],
  },
  {
    method: 'get',
    path: '/api/logs/:id',
    group: 'Older API',
    summary: 'One entry',
    role: 'read',
    pathParameters: { id: 'The entry’s id: session-seq.' },
    answers: { 200: json('The entry.', enveloped('EnvelopedEntry', logEntry)) },
    problems: ['not_found'],
  },
];
