import type { LogEntry, LogFilter } from '@tailrace/protocol';
import type { LogStore } from '../store/LogStore.ts';
import { auditHash, type AuditMetadata } from './auditEntry.ts';
import type { AuditHead } from './AuditStore.ts';

/** Where a trail is not as it was written. */
export interface AuditBreak {
  /** Numbers of the entries, first and last. */
  readonly from: number;
  readonly to: number;
  /** `missing`: taken out. `changed`: not what was written. `unchained`: does not follow on the entry before. */
  readonly problem: 'missing' | 'changed' | 'unchained';
}

/** What came of checking a trail. */
export interface AuditReport {
  readonly intact: boolean;
  /** Session of the trail; absent when nothing was ever recorded. */
  readonly session?: string;
  /** Entries that are there. */
  readonly entries: number;
  /** Hash of the last entry: noted elsewhere, it shows whether the whole trail was written anew. */
  readonly hash?: string;
  readonly breaks: readonly AuditBreak[];
}

/** Reads a tenant's whole trail, and tells where entries were changed or taken out, at its end too. */
export async function verifyTrail(
  store: Pick<LogStore, 'head' | 'readAfter'>,
  tenant: string,
  head: AuditHead | undefined,
): Promise<AuditReport> {
  if (!head) return { intact: true, entries: 0, breaks: [] };
  const breaks: AuditBreak[] = [];
  let entries = 0;
  let seq = 0;
  let hash: string | undefined;
  for await (const entry of entriesOf(store, tenant, head)) {
    const metadata = entry.metadata as unknown as Partial<AuditMetadata> | undefined;
    const isNext = entry.seq === seq + 1;
    entries += 1;
    if (!isNext) breaks.push({ from: seq + 1, to: entry.seq - 1, problem: 'missing' });
    if (metadata?.hash !== auditHash(entry)) {
      breaks.push({ from: entry.seq, to: entry.seq, problem: 'changed' });
    } else if (isNext && metadata.previous_hash !== hash) {
      breaks.push({ from: entry.seq, to: entry.seq, problem: 'unchained' });
    }
    seq = entry.seq;
    hash = metadata?.hash;
  }
  if (seq < head.seq) breaks.push({ from: seq + 1, to: head.seq, problem: 'missing' });
  else if (hash !== head.hash) breaks.push({ from: seq, to: seq, problem: 'unchained' });
  return { intact: breaks.length === 0, session: head.session, entries, hash: head.hash, breaks };
}

/** In commit order, which is that of their numbers. Up to the given end: what is recorded meanwhile is not read. */
async function* entriesOf(
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
