import { anyOf, type LogFilter } from '@tailrace/protocol';
import type { Handler } from 'hono';
import { z } from 'zod';
import type { AppEnv } from '../AppEnv.ts';
import { ProblemError } from '../Problem.ts';
import { fieldFilter } from '../query/filterFromQuery.ts';
import { readKeysetPage } from '../query/keysetPage.ts';
import { readerFor } from '../query/LogReader.ts';
import { cursor, limit, maxMessage } from '../query/pageParameters.ts';
import { readParameters, refuseOtherParameters } from '../query/parameters.ts';
import { sumUpTrace } from '../query/traceSummary.ts';
import type { LogStore } from '../store/LogStore.ts';
import { jsonAnswer, jsonOfEntries } from './jsonAnswer.ts';

export const traceParameters = z.object({ limit, cursor, max_message: maxMessage });

/**
 * `GET /api/v1/traces/{correlation_id}`: everything that one user action caused, oldest first, across sources; a
 * W3C trace id does as well. How long it took comes with the first page.
 */
export function traceRoute(store: LogStore): Handler<AppEnv> {
  return async (c) => {
    const query = c.req.queries();
    refuseOtherParameters(traceParameters, query);
    const parameters = readParameters(traceParameters, query);
    const id = c.req.param('correlation_id') ?? '';
    const filter = traceFilter(id);
    const reader = readerFor(c, store);
    const page = await readKeysetPage(reader, { ...parameters, filter, order: 'asc' });
    const isFirst = parameters.cursor === undefined;
    if (isFirst && page.entries.length === 0 && !page.partial) {
      throw new ProblemError('not_found', 'Nothing is known of this correlation id');
    }
    const { next, previous, partial } = page;
    const pagination = { limit: parameters.limit, next, previous, ...(partial && { partial }) };
    const summary = isFirst ? await sumUpTrace(reader, filter) : undefined;
    return jsonAnswer(
      c,
      `{"correlation_id":${JSON.stringify(id)},${summary ? `"summary":${JSON.stringify(summary)},` : ''}` +
        `"logs":${jsonOfEntries(page.entries, parameters.max_message)},` +
        `"pagination":${JSON.stringify(pagination)}}`,
    );
  };
}

function traceFilter(id: string): LogFilter {
  return anyOf([fieldFilter('context.correlation_id', id), fieldFilter('trace.trace_id', id)]);
}
