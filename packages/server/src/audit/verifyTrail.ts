import type { LogStore } from '../store/LogStore.ts';
import { joinRuns, runsWithin, runsWithout, type SequenceRun } from '../store/sequenceRuns.ts';
import { auditHash, type AuditMetadata } from './auditEntry.ts';
import { expiredIn } from './auditExpiry.ts';
import type { AuditHead } from './AuditStore.ts';
import { trailEntries } from './trailEntries.ts';

/** Entries of a trail. */
export interface AuditRange {
  /** Numbers of the entries, first and last. */
  readonly from: number;
  readonly to: number;
}

/** Where a trail is not as it was written. */
export interface AuditBreak extends AuditRange {
  /**
   * `missing`: taken out. `unrecorded`: the store says that it removed them, and the trail does not. `changed`: not
   * what was written. `unchained`: does not follow on the entry before.
   */
  readonly problem: 'missing' | 'unrecorded' | 'changed' | 'unchained';
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
  /** Entries that are gone because retention removed them, as the trail itself says. */
  readonly expired: readonly AuditRange[];
  readonly breaks: readonly AuditBreak[];
}

/**
 * Reads a tenant's whole trail, and tells where entries were changed or taken out, at its end too. What is gone and
 * was written down as going, in an entry that is good itself, is no break.
 */
export async function verifyTrail(
  store: Pick<LogStore, 'head' | 'readAfter' | 'session'>,
  tenant: string,
  head: AuditHead | undefined,
  key: string,
): Promise<AuditReport> {
  if (!head) return { intact: true, entries: 0, expired: [], breaks: [] };
  const { session, keyedFrom = Infinity } = head;
  const breaks: AuditBreak[] = [];
  const gone: SequenceRun[] = [];
  const written: SequenceRun[] = [];
  let entries = 0;
  let seq = 0;
  let hash: string | undefined;
  for await (const entry of trailEntries(store, tenant, head)) {
    const metadata = entry.metadata as unknown as Partial<AuditMetadata> | undefined;
    const isNext = entry.seq === seq + 1;
    const own = { from: entry.seq, to: entry.seq };
    entries += 1;
    if (!isNext) gone.push([seq + 1, entry.seq - 1]);
    if (metadata?.hash !== auditHash(entry, entry.seq < keyedFrom ? undefined : key)) {
      breaks.push({ ...own, problem: 'changed' });
    } else {
      if (isNext && metadata.previous_hash !== hash) breaks.push({ ...own, problem: 'unchained' });
      written.push(...expiredIn(entry));
    }
    seq = entry.seq;
    hash = metadata?.hash;
  }
  if (seq < head.seq) gone.push([seq + 1, head.seq]);
  else if (hash !== head.hash) breaks.push({ from: seq, to: seq, problem: 'unchained' });

  const expiring = joinRuns(written);
  const removed = (await store.session(tenant, session))?.removed ?? [];
  const unexplained = runsWithout(gone, expiring);
  breaks.push(
    ...runsWithin(unexplained, removed).map(rangeOf('unrecorded')),
    ...runsWithout(unexplained, removed).map(rangeOf('missing')),
  );
  return {
    intact: breaks.length === 0,
    session,
    entries,
    hash: head.hash,
    expired: runsWithin(gone, expiring).map(([from, to]) => ({ from, to })),
    breaks: breaks.toSorted((a, b) => a.from - b.from),
  };
}

function rangeOf(problem: AuditBreak['problem']): (run: SequenceRun) => AuditBreak {
  return ([from, to]) => ({ from, to, problem });
}
