import { createHash } from 'node:crypto';
import type { LogEntry, LogLevel, LogLine } from '@tailrace/protocol';
import { keyId } from '../auth/accessKey.ts';
import type { Identity } from '../auth/Identity.ts';
import type { AuditAction } from './auditActions.ts';
import type { AuditHead } from './AuditStore.ts';

/** Something that somebody did. */
export interface AuditEvent {
  readonly action: AuditAction;
  /** A sentence for people. */
  readonly message: string;
  /** @default 'info' */
  readonly level?: LogLevel;
  /** To whom or what, and how much. No secrets. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** Who did it. */
export type AuditActor = Pick<Identity, 'tenant' | 'name' | 'hash'> & Partial<Pick<Identity, 'role'>>;

/** What an entry of the trail has in its metadata besides the event's own. */
export interface AuditMetadata {
  readonly actor: string;
  /** Public name of the actor's key or cookie. */
  readonly actor_id?: string;
  readonly actor_role?: string;
  /** `hash` of the entry before; absent in the first. */
  readonly previous_hash?: string;
  /** SHA-256 of the rest of the entry, hexadecimal. */
  readonly hash: string;
}

/**
 * Makes the entry that follows on the end of a trail.
 *
 * @param redact the entry's JSON line; what it changes is what is hashed
 */
export function nextAuditEntry(
  { session, seq, hash }: AuditHead,
  actor: AuditActor,
  { action, message, level = 'info', metadata }: AuditEvent,
  redact: (line: string) => string,
): LogLine {
  const entry: LogLine = {
    seq: seq + 1,
    timestamp: new Date().toISOString(),
    level,
    category: 'audit',
    source: 'tailrace',
    logger: 'audit.tailrace',
    message,
    action,
    metadata: {
      ...metadata,
      actor: actor.name,
      ...(actor.hash !== '' && { actor_id: keyId(actor.hash) }),
      ...(actor.role && { actor_role: actor.role }),
    },
  };
  const clean = JSON.parse(redact(JSON.stringify(entry))) as LogLine;
  const chained = { ...clean, metadata: { ...clean.metadata, ...(hash !== '' && { previous_hash: hash }) } };
  return { ...chained, metadata: { ...chained.metadata, hash: hashOf(session, chained) } };
}

/** The hash that an entry must have, over everything of it but the hash and what the server gave it on arrival. */
export function auditHash({
  id: _id,
  session,
  received_at: _at,
  cursor: _cursor,
  ...line
}: LogEntry): string {
  const { hash: _hash, ...metadata } = line.metadata ?? {};
  return hashOf(session, { ...line, metadata });
}

/** The members stand in the order in which the entry was printed, which parsing keeps. */
function hashOf(session: string, line: LogLine): string {
  return createHash('sha256')
    .update(JSON.stringify({ session, ...line }))
    .digest('hex');
}
