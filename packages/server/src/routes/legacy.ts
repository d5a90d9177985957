import type { Handler } from 'hono';
import type { AppEnv } from '../AppEnv.ts';
import { ProblemError } from '../Problem.ts';
import { fieldFilter, isFilterParameter } from '../query/filterFromQuery.ts';
import { listEntries, listParameters, type ListedEntries } from '../query/listEntries.ts';
import { readerFor } from '../query/LogReader.ts';
import type { QueryParameters } from '../query/parameters.ts';
import type { LogStore } from '../store/LogStore.ts';
import { printList } from './logs.ts';

/**
 * `GET /api/logs` and `/api/logs/search`: the list of `/api/v1/logs`, by page number and with totals. Besides the
 * parameters of that, `query` is a search, and any other name asks for an entity of the context: `camera_id=`.
 * An entity that no entry names is not found.
 */
export function listPagesRoute(store: LogStore): Handler<AppEnv> {
  return async (c) => {
    const reader = readerFor(c, store);
    const { query, entities } = translate(c.req.queries());
    const list = await listEntries(reader, query);
    if (list.entries.length === 0 && !list.partial) {
      for (const [field, value] of entities) {
        const filter = fieldFilter(`context.${field}`, value);
        // Seldom more than one, and only of an answer that is empty.
        // oxlint-disable-next-line no-await-in-loop
        const known = await reader.query({ filter, order: 'desc', after: undefined, limit: 1 });
        if (known.entries.length === 0 && !known.partial) {
          throw new ProblemError('not_found', `Nothing is known of ${field} ${value.slice(0, 64)}`);
        }
      }
    }
    return printList(c, list, paginationOf);
  };
}

interface Translated {
  readonly query: QueryParameters;
  readonly entities: readonly (readonly [field: string, value: string])[];
}

function translate(given: QueryParameters): Translated {
  const query: Record<string, readonly string[]> = { total: ['true'] };
  const entities: [string, string][] = [];
  // A page by number, unless a cursor leads to one.
  if (!given['cursor']?.some((one) => one !== '')) query['page'] = ['1'];
  for (const [name, values] of Object.entries(given)) {
    const value = values.find((one) => one !== '');
    if (value === undefined) continue;
    if (name === 'query') query['search'] = values;
    else if (Object.hasOwn(listParameters.shape, name) || isFilterParameter(name)) query[name] = values;
    else {
      query[`context.${name}`] = values;
      entities.push([name, value]);
    }
  }
  return { query, entities };
}

function paginationOf({ page, limit, total = 0, next, previous, partial }: ListedEntries): object {
  const totalPages = Math.ceil(total / limit);
  const isByNumber = page !== undefined;
  return {
    page,
    limit,
    total_pages: totalPages,
    total_items: total,
    has_next: isByNumber ? page < totalPages : next !== null,
    has_previous: isByNumber ? page > 1 : previous !== null,
    next,
    previous,
    ...(partial && { partial }),
  };
}
