import { allOf, createMatcher, type LogEntry, type LogFilter } from '@tailrace/protocol';
import type { Identity } from '../auth/Identity.ts';
import type { LogStore, SessionRecord } from '../store/LogStore.ts';

type Reader = Pick<Identity, 'tenant' | 'permission'>;

/** JSON of one entry, if it is there and the reader may see it. */
export async function readableEntry(
  store: Pick<LogStore, 'entry'>,
  { tenant, permission }: Reader,
  session: string,
  seq: number,
): Promise<string | undefined> {
  const text = await store.entry(tenant, session, seq);
  if (text === undefined || !permission) return text;
  return createMatcher(permission)(JSON.parse(text) as LogEntry) ? text : undefined;
}

/** What is known of a session, if the reader may see at least one entry of it. */
export async function readableSession(
  store: Pick<LogStore, 'session' | 'query'>,
  { tenant, permission }: Reader,
  session: string,
): Promise<SessionRecord | undefined> {
  if (permission) {
    const ofSession: LogFilter = {
      kind: 'field',
      field: 'session',
      test: { kind: 'equals', value: session },
    };
    const filter = allOf([permission, ofSession]);
    const { entries } = await store.query({ tenant, filter, order: 'desc', after: undefined, limit: 1 });
    if (entries.length === 0) return undefined;
  }
  return store.session(tenant, session);
}
