import { allOf } from '@tailrace/protocol';
import type { Context, Handler } from 'hono';
import { z } from 'zod';
import type { AppEnv } from '../AppEnv.ts';
import { ProblemError } from '../Problem.ts';
import { fieldFilter, filterFromQuery } from '../query/filterFromQuery.ts';
import { readerFor } from '../query/LogReader.ts';
import { readOffsetPage } from '../query/offsetPage.ts';
import { limit, maxMessage, offset, order } from '../query/pageParameters.ts';
import { oneOf, readParameters } from '../query/parameters.ts';
import type { LogStore } from '../store/LogStore.ts';
import { PLAIN_FORMATTERS } from '../stream/plainFormats.ts';
import { jsonAnswer, jsonOfEntries } from './jsonAnswer.ts';

/** What all entries of one thing take, beside filters. */
export function ofOneParameters(format: 'entry' | 'job') {
  return z.object({
    limit,
    offset,
    order: order('asc'),
    format: oneOf(['entry', 'job'])
      .default(format)
      .describe('Whole entries, or a job’s lines as streams have them.'),
    max_message: maxMessage,
  });
}

/** Of which thing a request wants the entries. */
export interface OneThing {
  readonly field: string;
  readonly value: string;
}

/**
 * A page of all entries that have one value in one field, by offset: `{logs, pagination: {total, limit, offset, count}}`.
 * It is not found when no entry has that value, whatever the other filters say.
 */
export function entriesOfOneRoute(
  store: LogStore,
  format: 'entry' | 'job',
  thingOf: (c: Context<AppEnv>) => OneThing,
): Handler<AppEnv> {
  const schema = ofOneParameters(format);
  return async (c) => {
    const query = c.req.queries();
    const { filter: narrower, applied } = filterFromQuery(query, Object.keys(schema.shape));
    const parameters = readParameters(schema, query);
    const thing = thingOf(c);
    const whole = fieldFilter(thing.field, thing.value);
    const reader = readerFor(c, store);
    const page = await readOffsetPage(reader, { ...parameters, filter: allOf([whole, narrower]) });
    if (page.total === 0 && !page.partial) {
      const isNarrowed = Object.keys(applied).length > 0;
      const any =
        isNarrowed && (await reader.query({ filter: whole, order: 'desc', after: undefined, limit: 1 }));
      if (!any || (any.entries.length === 0 && !any.partial)) throw nothingKnown(thing);
    }
    const entries = page.entries.map((entry) => ({
      ...entry,
      text: PLAIN_FORMATTERS[parameters.format](entry.text),
    }));
    const pagination = {
      total: page.total,
      limit: parameters.limit,
      offset: parameters.offset,
      count: entries.length,
      ...(page.partial && { partial: true }),
    };
    return jsonAnswer(
      c,
      `{"logs":${jsonOfEntries(entries, parameters.max_message)},"pagination":${JSON.stringify(pagination)}}`,
    );
  };
}

/** `GET /api/v1/logs/by/{field}/{value}`: all entries of one entity: a camera, a user, a request. */
export function byFieldRoute(store: LogStore): Handler<AppEnv> {
  return entriesOfOneRoute(store, 'entry', (c) => {
    const field = c.req.param('field') ?? '';
    if (!/^[^\s"()*\\:]{1,128}$/.test(field)) {
      throw new ProblemError(
        'invalid_parameter',
        'field must be the name of a field, without spaces, such as user_id or context.camera_id',
      );
    }
    return { field, value: c.req.param('value') ?? '' };
  });
}

function nothingKnown({ field, value }: OneThing): ProblemError {
  return new ProblemError('not_found', `Nothing is known of ${field} ${value.slice(0, 64)}`);
}
