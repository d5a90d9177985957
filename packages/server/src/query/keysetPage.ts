import type { LogFilter } from '@tailrace/protocol';
import { ProblemError } from '../Problem.ts';
import type { LogPage, ReadEntry, SortOrder, TimeKey } from '../store/LogStore.ts';
import type { LogReader } from './LogReader.ts';
import { formatPageCursor, parsePageCursor, type PageCursor } from './pageCursor.ts';

/** What a page shows, and where it lies. */
export interface PageRequest {
  readonly filter: LogFilter;
  readonly order: SortOrder;
  readonly limit: number;
  /** As a client sent it. */
  readonly cursor?: string | undefined;
  /** Where the page begins when there is no cursor. @default the beginning */
  readonly after?: TimeKey | undefined;
}

/** A page with the cursors of its neighbours. */
export interface KeysetPage {
  readonly entries: readonly ReadEntry[];
  readonly next: string | null;
  readonly previous: string | null;
  /** True when the time budget ran out before the page was full. */
  readonly partial: boolean;
}

/**
 * Reads the page behind, or before, a place in the order: what arrives meanwhile moves nothing.
 *
 * @throws {ProblemError} `invalid_cursor`
 */
export async function readKeysetPage(reader: LogReader, request: PageRequest): Promise<KeysetPage> {
  const { filter, limit, order, after } = request;
  const cursor = cursorOf(request.cursor) ?? (after && { direction: 'next', key: after });
  const isBackwards = cursor?.direction === 'previous';
  const page = await reader.query({
    filter,
    limit,
    order: isBackwards ? opposite(order) : order,
    after: cursor?.key,
  });
  const entries = isBackwards ? page.entries.toReversed() : page.entries;
  return { entries, ...turns(page, cursor), partial: page.partial };
}

/** Cursors of the neighbouring pages, as the reader turns them. */
function turns(page: LogPage, cursor: PageCursor | undefined): Pick<KeysetPage, 'next' | 'previous'> {
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

function cursorOf(text: string | undefined): PageCursor | undefined {
  if (text === undefined) return undefined;
  const cursor = parsePageCursor(text);
  if (!cursor)
    throw new ProblemError('invalid_cursor', 'cursor must come from the pagination of another page');
  return cursor;
}

function opposite(order: SortOrder): SortOrder {
  return order === 'asc' ? 'desc' : 'asc';
}
