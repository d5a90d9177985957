import type { Context } from 'hono';
import type { AppEnv } from '../AppEnv.ts';
import type { CountQuery } from '../store/LogCounts.ts';
import { filterFromQuery } from './filterFromQuery.ts';

/** Seconds for which a count of everything may be shown again. */
const MAX_AGE = 60;

/** What a request for counts asks for. */
export interface CountRequest {
  readonly query: CountQuery;
  /** The filters that were understood, as they were given. */
  readonly applied: Readonly<Record<string, string>>;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
}

/**
 * Reads whose entries to count, by the same filters as `GET /api/v1/logs` takes.
 *
 * @param others parameters that the route reads itself
 * @throws {ProblemError} `invalid_filter` or `invalid_parameter`
 */
export function countRequest(c: Context<AppEnv>, others: readonly string[]): CountRequest {
  const { filter, applied } = filterFromQuery(c.req.queries(), others);
  return { query: { tenant: c.get('identity').tenant, filter }, applied, signal: c.req.raw.signal };
}

/**
 * Lets a browser show a complete answer about everything again for a minute; one with filters is made new each
 * time, since whoever narrows down looks closely. Another key or cookie is another tenant.
 */
export function cacheBroadly(c: Context, { applied }: CountRequest, partial: boolean): void {
  const isBroad = Object.keys(applied).length === 0 && !partial;
  c.header('Cache-Control', isBroad ? `private, max-age=${MAX_AGE}` : 'no-store');
  if (isBroad) c.header('Vary', 'Authorization, Cookie', { append: true });
}
