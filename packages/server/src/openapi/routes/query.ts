import { ofOneParameters } from '../../routes/byField.ts';
import { contextParameters } from '../../routes/context.ts';
import { traceParameters } from '../../routes/traces.ts';
import { listParameters } from '../../query/listEntries.ts';
import type { RouteDescription } from '../RouteDescription.ts';
import * as schemas from '../schemas/entries.ts';
import { json } from './json.ts';

const RUN_DESCRIPTION = 'Not found when no entry names the run, whatever the other filters say.';

export const queryRoutes: readonly RouteDescription[] = [
  {
    method: 'get',
    path: '/api/v1/logs',
    group: 'Query',
    summary: 'Entries by time',
    description:
      'Newest first unless asked otherwise. Follow `pagination.next`, and no entry is left out or repeated while ' +
      'others arrive.',
    role: 'read',
    query: listParameters,
    takesFilters: true,
    answers: { 200: json('A page of entries.', schemas.logList) },
    problems: ['invalid_parameter', 'invalid_filter', 'invalid_cursor'],
  },
  {
    method: 'get',
    path: '/api/v1/logs/:id',
    group: 'Query',
    summary: 'One entry',
    role: 'read',
    pathParameters: { id: 'The entry’s id: session-seq.' },
    answers: { 200: json('The entry.', schemas.logEntry) },
    problems: ['not_found'],
  },
  {
    method: 'get',
    path: '/api/v1/logs/:id/context',
    group: 'Query',
    summary: 'The lines around an entry',
    description:
      'Oldest first. The cursors lead on in `/api/v1/logs?order=asc` with the same filters, the session or the source.',
    role: 'read',
    pathParameters: { id: 'The entry’s id: session-seq.' },
    query: contextParameters,
    takesFilters: true,
    answers: { 200: json('The entry, and what stands before and after it.', schemas.entryContext) },
    problems: ['invalid_parameter', 'invalid_filter', 'not_found'],
  },
  {
    method: 'get',
    path: '/api/v1/traces/:correlation_id',
    group: 'Query',
    summary: 'Everything that one action caused',
    description:
      'Oldest first, across sources. The first page sums up how long it took, in each source and in all; an entry ' +
      'with an `execution_time_ms` reaches back to where its operation began.',
    role: 'read',
    pathParameters: { correlation_id: 'The context’s correlation id, or a W3C trace id.' },
    query: traceParameters,
    answers: { 200: json('A page of the trace’s entries.', schemas.trace) },
    problems: ['invalid_parameter', 'invalid_cursor', 'not_found'],
  },
  {
    method: 'get',
    path: '/api/v1/logs/by/:field/:value',
    group: 'Query',
    summary: 'All entries of one entity',
    description: 'Oldest first. Not found when no entry has that value, whatever the other filters say.',
    role: 'read',
    pathParameters: {
      field: 'A field of the entry, or a key in its context, metadata, trace, code or resource.',
      value: 'Its value, as text.',
    },
    query: ofOneParameters('entry'),
    takesFilters: true,
    answers: { 200: json('A page of entries.', schemas.entriesOfOne) },
    problems: ['invalid_parameter', 'invalid_filter', 'not_found'],
  },
  {
    method: 'get',
    path: '/api/v1/logs/job-runs/:id',
    group: 'Query',
    summary: 'The lines of a job run',
    description: `Oldest first. ${RUN_DESCRIPTION}`,
    role: 'read',
    pathParameters: { id: 'The context’s job_run_id.' },
    query: ofOneParameters('job'),
    takesFilters: true,
    answers: { 200: json('A page of lines.', schemas.entriesOfOne) },
    problems: ['invalid_parameter', 'invalid_filter', 'not_found'],
  },
  {
    method: 'get',
    path: '/api/v1/logs/task-runs/:id',
    group: 'Query',
    summary: 'The lines of a task run',
    description: `Oldest first. ${RUN_DESCRIPTION}`,
    role: 'read',
    pathParameters: { id: 'The context’s task_run_id.' },
    query: ofOneParameters('job'),
    takesFilters: true,
    answers: { 200: json('A page of lines.', schemas.entriesOfOne) },
    problems: ['invalid_parameter', 'invalid_filter', 'not_found'],
  },
  {
    method: 'get',
    path: '/api/v1/sessions/:session',
    group: 'Query',
    summary: 'What became of each entry of a session',
    role: 'read',
    pathParameters: { session: 'The session’s id.' },
    answers: { 200: json('Counts, and what is missing.', schemas.sessionAccount) },
    problems: ['not_found'],
  },
];
