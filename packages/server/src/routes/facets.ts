import { MAX_NAME_LENGTH } from '@tailrace/protocol';
import type { Context, Handler } from 'hono';
import type { AppEnv } from '../AppEnv.ts';
import { ProblemError } from '../Problem.ts';
import { countRequest } from '../query/countRequest.ts';
import { wholeNumber } from '../query/wholeNumber.ts';
import type { LogStore } from '../store/LogStore.ts';

const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 1000;

/** Fields whose value no two entries share, or hardly any: their counts would say nothing. */
const UNSHARED_FIELDS: readonly string[] = ['id', 'seq', 'cursor', 'timestamp', 'received_at'];

/** `GET /api/v1/logs/facets`: the values of one field, and how many entries have each. */
export function facetsRoute(store: LogStore): Handler<AppEnv> {
  return async (c) => {
    const { query, applied, signal } = countRequest(c, ['field', 'limit']);
    const field = fieldOf(c);
    const limit = wholeNumber(c, 'limit', { min: 1, max: MAX_LIMIT }) ?? DEFAULT_LIMIT;
    const facets = await store.facets({ ...query, field, limit }, signal);
    c.header('Cache-Control', 'no-store');
    return c.json({ field, ...facets, filters_applied: applied });
  };
}

function fieldOf(c: Context): string {
  const field = c.req.query('field') ?? '';
  if (field === '' || field.length > MAX_NAME_LENGTH) {
    throw new ProblemError(
      'invalid_parameter',
      `field must be the name of a field, such as source or context.user_id, of at most ${MAX_NAME_LENGTH} characters`,
    );
  }
  if (UNSHARED_FIELDS.includes(field)) {
    throw new ProblemError(
      'invalid_parameter',
      `field must not be ${field}, of which each entry has its own: ask for a histogram`,
    );
  }
  return field;
}
