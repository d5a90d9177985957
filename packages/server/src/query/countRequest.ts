import type { LogFilter } from '@tailrace/protocol';
import type { Context } from 'hono';
import type { z } from 'zod';
import type { AppEnv } from '../AppEnv.ts';
import type { LogStore } from '../store/LogStore.ts';
import { filterFromQuery } from './filterFromQuery.ts';
import { readerFor, type LogReader } from './LogReader.ts';
import { readParameters } from './parameters.ts';

/** Seconds for which a count of everything may be shown again. */
const MAX_AGE = 60;

/** What a request for counts asks for. */
export interface CountRequest<Parameters> {
  readonly reader: LogReader;
  readonly filter: LogFilter;
  /** What the route takes besides filters. */
  readonly parameters: Parameters;
  /** The filters that were understood, as they were given. */
  readonly applied: Readonly<Record<string, string>>;
}

/**
 * Reads whose entries to count, by the same filters as `GET /api/v1/logs` takes.
 *
 * @param schema parameters that the route takes besides
 * @throws {ProblemError} `invalid_filter` or `invalid_parameter`
 */
export function countRequest<S extends z.ZodObject>(
  c: Context<AppEnv>,
  store: LogStore,
  schema: S,
): CountRequest<z.output<S>> {
  const query = c.req.queries();
  const { filter, applied } = filterFromQuery(query, Object.keys(schema.shape));
  return { reader: readerFor(c, store), filter, parameters: readParameters(schema, query), applied };
}

/**
 * Lets a browser show a complete answer about everything again for a minute; one with filters is made new each
 * time, since whoever narrows down looks closely. Another key or cookie is another tenant, or may see less.
 */
export function cacheBroadly(
  c: Context,
  { applied }: Pick<CountRequest<unknown>, 'applied'>,
  partial: boolean,
): void {
  const isBroad = Object.keys(applied).length === 0 && !partial;
  c.header('Cache-Control', isBroad ? `private, max-age=${MAX_AGE}` : 'no-store');
  if (isBroad) c.header('Vary', 'Authorization, Cookie', { append: true });
}
