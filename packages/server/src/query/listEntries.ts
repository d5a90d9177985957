import { z } from 'zod';
import { ProblemError } from '../Problem.ts';
import { filterFromQuery } from './filterFromQuery.ts';
import { readKeysetPage, type KeysetPage } from './keysetPage.ts';
import type { LogReader } from './LogReader.ts';
import { cursor, limit, maxMessage, order, page, total } from './pageParameters.ts';
import { readParameters, type QueryParameters } from './parameters.ts';

/** What a list of entries takes, beside filters. */
export const listParameters = z.object({
  limit,
  order: order('desc'),
  cursor,
  page,
  total,
  max_message: maxMessage,
});

/** One page of all entries that pass the filters. */
export interface ListedEntries extends KeysetPage {
  readonly limit: number;
  readonly maxMessage: number | undefined;
  /** As it was asked for. */
  readonly page: number | undefined;
  /** When it was asked for; with `partial` what was counted before the time budget ran out. */
  readonly total: number | undefined;
  readonly applied: Readonly<Record<string, string>>;
}

/**
 * Reads a page by time, by cursor or by its number.
 *
 * @throws {ProblemError} `invalid_parameter`, `invalid_filter`, `invalid_cursor`
 */
export async function listEntries(reader: LogReader, query: QueryParameters): Promise<ListedEntries> {
  const { filter, applied } = filterFromQuery(query, Object.keys(listParameters.shape));
  const parameters = readParameters(listParameters, query);
  if (parameters.cursor !== undefined && parameters.page !== undefined) {
    throw new ProblemError('invalid_parameter', 'page and cursor exclude each other: send one of them');
  }
  const request = {
    filter,
    order: parameters.order,
    limit: parameters.limit,
    cursor: parameters.cursor,
  };
  const rest = {
    limit: parameters.limit,
    maxMessage: parameters.max_message,
    page: parameters.page,
    applied,
  };
  const wantsTotal = parameters.total ?? parameters.page !== undefined;
  if (!wantsTotal && (parameters.page ?? 1) === 1) {
    return { ...(await readKeysetPage(reader, request)), ...rest, total: undefined };
  }
  const offset = ((parameters.page ?? 1) - 1) * parameters.limit;
  const located = await reader.locate({ filter, order: parameters.order, offset });
  const isBeyond = offset > 0 && !located.after;
  const found = isBeyond
    ? { entries: [], next: null, previous: null, partial: false }
    : await readKeysetPage(reader, { ...request, after: located.after });
  return {
    ...found,
    partial: found.partial || located.partial,
    ...rest,
    total: wantsTotal ? located.total : undefined,
  };
}
