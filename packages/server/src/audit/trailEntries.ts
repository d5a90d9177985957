import type { LogEntry, LogFilter } from '@tailrace/protocol';
import type { LogStore } from '../store/LogStore.ts';
import type { AuditHead } from './AuditStore.ts';

/**
 * The entries of a trail that are there, in commit order, which is that of their numbers. Up to the given end: what is
 * recorded meanwhile is not read.
 */
export async function* trailEntries(
  store: Pick<LogStore, 'head' | 'readAfter'>,
  tenant: string,
  { session, seq }: AuditHead,
): AsyncGenerator<LogEntry> {
  const filter: LogFilter = { kind: 'field', field: 'session', test: { kind: 'equals', value: session } };
  const upTo = store.head;
  let after = 0;
  while (after < upTo) {
    const page = await store.readAfter({ tenant, filter, after, upTo });
    for (const { text } of page.entries) {
      const entry = JSON.parse(text) as LogEntry;
      if (entry.seq <= seq) yield entry;
    }
    after = page.to;
  }
}
