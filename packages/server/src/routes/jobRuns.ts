import { allOf, type LogFilter } from '@tailrace/protocol';
import type { Handler } from 'hono';
import { z } from 'zod';
import type { AppEnv } from '../AppEnv.ts';
import { ProblemError } from '../Problem.ts';
import { EXPORT_FORMATS } from '../query/export/exportFormats.ts';
import { fieldFilter, filterFromQuery } from '../query/filterFromQuery.ts';
import { calendarDay, readParameters, refuseOtherParameters } from '../query/parameters.ts';
import type { LogStore } from '../store/LogStore.ts';
import { entriesOfOneRoute } from './byField.ts';
import { download, downloadOf, type DownloadParts } from './exportLogs.ts';

export const downloadParameters = z.object({
  date: calendarDay().optional().describe('A day in UTC; without it, all days.'),
});

/** `GET /api/v1/logs/job-runs/{id}` and `/task-runs/{id}`: the lines of one run, oldest first. */
export function runRoute(store: LogStore, field: 'job_run_id' | 'task_run_id'): Handler<AppEnv> {
  return entriesOfOneRoute(store, 'job', (c) => ({
    field: `context.${field}`,
    value: c.req.param('id') ?? '',
  }));
}

/** `GET /api/v1/logs/job-runs/{id}/download`: a run's lines as a text file. */
export function downloadRunRoute(parts: DownloadParts): Handler<AppEnv> {
  return async (c) => {
    const query = c.req.queries();
    refuseOtherParameters(downloadParameters, query);
    const { date } = readParameters(downloadParameters, query);
    const id = c.req.param('id') ?? '';
    const filter = allOf([
      fieldFilter('context.job_run_id', id),
      ...(date === undefined ? [] : [onDay(date)]),
    ]);
    const format = EXPORT_FORMATS.txt;
    const body = await downloadOf(c, parts, { filter, order: 'asc', format });
    if (!body) {
      const when = date === undefined ? '' : ` on ${date}, in UTC`;
      throw new ProblemError('not_found', `Nothing is known of this job run${when}`);
    }
    return download(c, body, ['job-run', id, ...(date === undefined ? [] : [date])].join('-'), format);
  };
}

function onDay(date: string): LogFilter {
  const next = new Date(Date.parse(date) + 86_400_000).toISOString();
  return filterFromQuery({ start: [date], end: [next] }, []).filter;
}
