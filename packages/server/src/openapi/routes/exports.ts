import { EXPORT_FORMATS } from '../../query/export/exportFormats.ts';
import { exportParameters } from '../../routes/exportLogs.ts';
import { downloadParameters } from '../../routes/jobRuns.ts';
import type { DescribedAnswer, RouteDescription } from '../RouteDescription.ts';

export const exportedFile: DescribedAnswer = {
  description: 'A file, written while it is read; it is broken off when something goes wrong meanwhile.',
  content: Object.fromEntries(
    Object.values(EXPORT_FORMATS).map(({ contentType }) => [contentType.split(';')[0]!, undefined]),
  ),
};

export const exportRoutes: readonly RouteDescription[] = [
  {
    method: 'get',
    path: '/api/v1/logs/export',
    group: 'Export',
    summary: 'Everything that passes the filters, as a file',
    description:
      'What arrives after the request is not in it. In a table, what a spreadsheet would run as a formula has an ' +
      'apostrophe before it; in text, control characters are shown and further lines of an entry are indented.',
    role: 'read',
    query: exportParameters,
    takesFilters: true,
    answers: { 200: exportedFile },
    problems: ['invalid_parameter', 'invalid_filter', 'store_unavailable', 'store_full'],
  },
  {
    method: 'get',
    path: '/api/v1/logs/job-runs/:id/download',
    group: 'Export',
    summary: 'The lines of a job run, as a text file',
    role: 'read',
    pathParameters: { id: 'The context’s job_run_id.' },
    query: downloadParameters,
    answers: { 200: { description: 'The run’s lines.', content: { 'text/plain': undefined } } },
    problems: ['invalid_parameter', 'not_found', 'store_unavailable', 'store_full'],
  },
];
