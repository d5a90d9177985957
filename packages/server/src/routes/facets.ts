import { MAX_NAME_LENGTH } from '@tailrace/protocol';
import type { Handler } from 'hono';
import { z } from 'zod';
import type { AppEnv } from '../AppEnv.ts';
import { countRequest } from '../query/countRequest.ts';
import { wholeNumber } from '../query/parameters.ts';
import type { LogStore } from '../store/LogStore.ts';

const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 1000;

/** Fields whose value no two entries share, or hardly any: their counts would say nothing. */
const UNSHARED_FIELDS: readonly string[] = ['id', 'seq', 'cursor', 'timestamp', 'received_at'];

const fieldError = `must be the name of a field, such as source or context.user_id, of at most ${MAX_NAME_LENGTH} characters`;

export const facetParameters = z.object({
  field: z
    .string(fieldError)
    .max(MAX_NAME_LENGTH, fieldError)
    .refine((field) => !UNSHARED_FIELDS.includes(field), {
      error: ({ input }) =>
        `must not be ${String(input)}, of which each entry has its own: ask for a histogram`,
    })
    .describe('Whose values to count: the entry’s own, `context.user_id`, or a bare key.'),
  limit: wholeNumber(1, MAX_LIMIT).default(DEFAULT_LIMIT).describe('Values that are listed.'),
});

/** `GET /api/v1/logs/facets`: the values of one field, and how many entries have each. */
export function facetsRoute(store: LogStore): Handler<AppEnv> {
  return async (c) => {
    const { reader, filter, parameters, applied } = countRequest(c, store, facetParameters);
    const facets = await reader.facets({ ...parameters, filter });
    c.header('Cache-Control', 'no-store');
    return c.json({ field: parameters.field, ...facets, filters_applied: applied });
  };
}
