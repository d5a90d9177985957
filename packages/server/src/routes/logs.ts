import { MAX_PAGE_ENTRIES, parseEntryId } from '@tailrace/protocol';
import type { Context, Handler } from 'hono';
import type { AppEnv } from '../AppEnv.ts';
import { ProblemError } from '../Problem.ts';
import { filterFromQuery } from '../query/filterFromQuery.ts';
import { readableEntry } from '../query/permitted.ts';
import { formatPageCursor, parsePageCursor, type PageCursor } from '../query/pageCursor.ts';
import type { LogPage, LogStore, SortOrder } from '../store/LogStore.ts';

const DEFAULT_LIMIT = 100;

/** `GET /api/v1/logs`: a page of entries by time, newest first unless asked otherwise. */
export function listLogsRoute(store: LogStore): Handler<AppEnv> {
  return async (c) => {
    const { tenant } = c.get('identity');
    const { filter, applied } = filterFromQuery(
      c.req.queries(),
      ['limit', 'cursor', 'order'],
      c.get('identity'),
    );
    const limit = limitOf(c);
    const order = orderOf(c);
    const cursor = cursorOf(c);
    const backwards = cursor?.direction === 'previous';
    const page = await store.query(
      {
        tenant,
        filter,
        limit,
        order: backwards ? opposite(order) : order,
        after: cursor?.key,
      },
      c.req.raw.signal,
    );
    const entries = backwards ? page.entries.toReversed() : page.entries;
    const pagination = { limit, ...turns(page, cursor), ...(page.partial && { partial: true }) };
    // Spliced, so that entries are not parsed and printed again.
    return c.body(
      `{"logs":[${entries.map(({ text }) => text).join(',')}],` +
        `"pagination":${JSON.stringify(pagination)},"filters_applied":${JSON.stringify(applied)}}`,
      200,
      { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' },
    );
  };
}

/** `GET /api/v1/logs/{id}`: one entry. */
export function getLogRoute(store: LogStore): Handler<AppEnv> {
  return async (c) => {
    const id = parseEntryId(c.req.param('id') ?? '');
    const text = id && (await readableEntry(store, c.get('identity'), id.session, id.seq));
    if (text === undefined) throw new ProblemError('not_found', 'There is no entry with this id');
    return c.body(text, 200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  };
}

/** Cursors of the neighbouring pages, as the reader turns them. */
function turns(
  page: LogPage,
  cursor: PageCursor | undefined,
): { next: string | null; previous: string | null } {
  const onward = page.next ?? undefined;
  const back = page.entries[0] ?? cursor?.key;
  const isBackwards = cursor?.direction === 'previous';
  const nextKey = isBackwards ? back : onward;
  const previousKey = isBackwards ? onward : cursor && back;
  return {
    next: nextKey ? formatPageCursor({ direction: 'next', key: nextKey }) : null,
    previous: previousKey ? formatPageCursor({ direction: 'previous', key: previousKey }) : null,
  };
}

function limitOf(c: Context): number {
  const text = c.req.query('limit') ?? '';
  if (text === '') return DEFAULT_LIMIT;
  const limit = Number(text);
  if (/^\d{1,4}$/.test(text) && limit >= 1 && limit <= MAX_PAGE_ENTRIES) return limit;
  throw new ProblemError('invalid_parameter', `limit must be a whole number from 1 to ${MAX_PAGE_ENTRIES}`);
}

function orderOf(c: Context): SortOrder {
  const order = c.req.query('order') ?? 'desc';
  if (order === 'asc' || order === 'desc') return order;
  throw new ProblemError('invalid_parameter', 'order must be asc or desc');
}

function cursorOf(c: Context): PageCursor | undefined {
  const text = c.req.query('cursor') ?? '';
  if (text === '') return undefined;
  const cursor = parsePageCursor(text);
  if (!cursor)
    throw new ProblemError('invalid_cursor', 'cursor must come from the pagination of another page');
  return cursor;
}

function opposite(order: SortOrder): SortOrder {
  return order === 'asc' ? 'desc' : 'asc';
}
