import { allOf, parseCursor, parseEntryId, type LogEntry, type LogFilter } from '@tailrace/protocol';
import type { Handler } from 'hono';
import { z } from 'zod';
import type { AppEnv } from '../AppEnv.ts';
import { fieldFilter, filterFromQuery } from '../query/filterFromQuery.ts';
import { readerFor, type LogReader } from '../query/LogReader.ts';
import { formatPageCursor } from '../query/pageCursor.ts';
import { maxMessage } from '../query/pageParameters.ts';
import { oneOf, readParameters, wholeNumber } from '../query/parameters.ts';
import type { LogPage, LogStore, SortOrder, TimeKey } from '../store/LogStore.ts';
import { jsonAnswer, jsonOfEntries } from './jsonAnswer.ts';
import { noSuchEntry } from './logs.ts';

/** Lines on one side of an entry. */
const MAX_CONTEXT_ENTRIES = 200;
const DEFAULT_CONTEXT_ENTRIES = 10;

const side = wholeNumber(0, MAX_CONTEXT_ENTRIES).default(DEFAULT_CONTEXT_ENTRIES);

export const contextParameters = z.object({
  before: side.describe('Entries before it.'),
  after: side.describe('Entries after it.'),
  within: oneOf(['session', 'source', 'all'])
    .default('session')
    .describe('Among which entries: of the same logger instance, of the same source, or all.'),
  max_message: maxMessage,
});

/** `GET /api/v1/logs/{id}/context`: an entry with the lines around it by time, oldest first. Takes filters. */
export function contextRoute(store: LogStore): Handler<AppEnv> {
  return async (c) => {
    const query = c.req.queries();
    const { filter } = filterFromQuery(query, Object.keys(contextParameters.shape));
    const parameters = readParameters(contextParameters, query);
    const id = parseEntryId(c.req.param('id') ?? '');
    const reader = readerFor(c, store);
    const text = id && (await reader.entry(id.session, id.seq));
    if (text === undefined) throw noSuchEntry();

    const entry = JSON.parse(text) as LogEntry;
    const key = keyOf(entry);
    const around = allOf([neighbours(entry, parameters.within), filter]);
    const before = await linesOn(reader, around, key, 'desc', parameters.before);
    const after = await linesOn(reader, around, key, 'asc', parameters.after);
    const print = (entries: LogPage['entries']) => jsonOfEntries(entries, parameters.max_message);
    const pagination = {
      previous: before.next ? formatPageCursor({ direction: 'previous', key: before.next }) : null,
      next: after.next ? formatPageCursor({ direction: 'next', key: after.next }) : null,
      ...((before.partial || after.partial) && { partial: true }),
    };
    return jsonAnswer(
      c,
      `{"before":${print(before.entries.toReversed())},"entry":${print([{ ...key, text }]).slice(1, -1)},` +
        `"after":${print(after.entries)},"pagination":${JSON.stringify(pagination)}}`,
    );
  };

  async function linesOn(
    reader: LogReader,
    filter: LogFilter,
    key: TimeKey,
    order: SortOrder,
    limit: number,
  ): Promise<LogPage> {
    if (limit > 0) return reader.query({ filter, order, after: key, limit });
    return { entries: [], next: key, partial: false };
  }
}

function neighbours(entry: LogEntry, within: 'session' | 'source' | 'all'): LogFilter {
  return within === 'all' ? allOf([]) : fieldFilter(within, entry[within]);
}

function keyOf({ timestamp, cursor }: LogEntry): TimeKey {
  return { timestamp: Date.parse(timestamp), position: parseCursor(cursor)!.position };
}
