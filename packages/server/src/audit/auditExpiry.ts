import type { LogEntry } from '@tailrace/protocol';
import { joinRuns, runsOf, type SequenceRun } from '../store/sequenceRuns.ts';
import type { LogStore } from '../store/LogStore.ts';
import type { AuditActor, AuditEvent } from './auditEntry.ts';
import type { AuditAction } from './auditActions.ts';
import type { AuditHead } from './AuditStore.ts';
import { trailEntries } from './trailEntries.ts';

const ACTION = 'audit_expire' satisfies AuditAction;

/**
 * What is written down before retention removes entries of a trail. All that was removed ever is in it, because what
 * told of it before goes in its turn.
 */
export async function expiryEvent(
  store: Pick<LogStore, 'head' | 'readAfter'>,
  tenant: string,
  head: AuditHead,
  before: number,
): Promise<AuditEvent | undefined> {
  const known = head.expired ?? [];
  const going: number[] = [];
  for await (const { seq, received_at: receivedAt } of trailEntries(store, tenant, head)) {
    if (Date.parse(receivedAt) < before) going.push(seq);
  }
  const expired = joinRuns([...known, ...runsOf(going)]);
  if (JSON.stringify(expired) === JSON.stringify(known)) return undefined;
  return {
    action: ACTION,
    message: 'Entries of this trail have been kept for long enough',
    metadata: { expired },
  };
}

/** Whoever looks after retention. */
export function retentionOf(tenant: string): AuditActor {
  return { tenant, name: 'retention', hash: '' };
}

/** What an entry says that retention removes; nothing unless it is about that. */
export function expiredIn({
  action,
  metadata,
}: Pick<LogEntry, 'action' | 'metadata'>): readonly SequenceRun[] {
  return action === ACTION ? (metadata as unknown as { readonly expired: SequenceRun[] }).expired : [];
}
