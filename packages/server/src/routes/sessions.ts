import { isSessionId } from '@tailrace/protocol';
import type { Handler } from 'hono';
import type { AppEnv } from '../AppEnv.ts';
import { ProblemError } from '../Problem.ts';
import { readerFor } from '../query/LogReader.ts';
import { accountForSession } from '../query/sessionAccount.ts';
import type { LogStore } from '../store/LogStore.ts';

/** `GET /api/v1/sessions/{session}`: what became of each of its entries. */
export function sessionRoute(store: LogStore): Handler<AppEnv> {
  return async (c) => {
    const session = c.req.param('session');
    const record = isSessionId(session) ? await readerFor(c, store).session(session) : undefined;
    if (!record) throw new ProblemError('not_found', 'Nothing is known of this session');
    return c.json(accountForSession(record));
  };
}
