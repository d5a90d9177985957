import { parseEntryId } from '@tailrace/protocol';
import type { Context, Handler } from 'hono';
import type { AppEnv } from '../AppEnv.ts';
import { ProblemError } from '../Problem.ts';
import { listEntries, type ListedEntries } from '../query/listEntries.ts';
import { readerFor } from '../query/LogReader.ts';
import type { LogStore } from '../store/LogStore.ts';
import { jsonAnswer, jsonOfEntries } from './jsonAnswer.ts';

/** `GET /api/v1/logs`: a page of entries by time, newest first unless asked otherwise. */
export function listLogsRoute(store: LogStore): Handler<AppEnv> {
  return async (c) => printList(c, await listEntries(readerFor(c, store), c.req.queries()), paginationOf);
}

/** Answers with a list; its `pagination` differs from one API to the other. */
export function printList(
  c: Context,
  list: ListedEntries,
  pagination: (list: ListedEntries) => object,
): Response {
  return jsonAnswer(
    c,
    `{"logs":${jsonOfEntries(list.entries, list.maxMessage)},` +
      `"pagination":${JSON.stringify(pagination(list))},` +
      `"filters_applied":${JSON.stringify(list.applied)}}`,
  );
}

/** `GET /api/v1/logs/{id}`: one entry. */
export function getLogRoute(store: LogStore): Handler<AppEnv> {
  return async (c) => {
    const id = parseEntryId(c.req.param('id') ?? '');
    const text = id && (await readerFor(c, store).entry(id.session, id.seq));
    if (text === undefined) throw noSuchEntry();
    return jsonAnswer(c, text);
  };
}

export function noSuchEntry(): ProblemError {
  return new ProblemError('not_found', 'There is no entry with this id');
}

function paginationOf({ limit, page, total, next, previous, partial }: ListedEntries): object {
  return { limit, page, next, previous, total, ...(partial && { partial }) };
}
