import { createHash, createHmac } from 'node:crypto';
import type { LogEntry, LogLevel, LogLine } from '@tailrace/protocol';
import { keyId } from '../auth/accessKey.ts';
import type { Identity } from '../auth/Identity.ts';
import { OWN_SOURCE } from '../ownLog/renameSource.ts';
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
  /** HMAC-SHA-256 of the rest of the entry with the server's key, hexadecimal. */
  readonly hash: string;
}

export interface AuditSeal {
  /** Of the entry's JSON line; what it changes is what is hashed. */
  readonly redact: (line: string) => string;
  readonly key: string;
}

/** Makes the entry that follows on the end of a trail. */
export function nextAuditEntry(
  { session, seq, hash }: AuditHead,
  actor: AuditActor,
  { action, message, level = 'info', metadata }: AuditEvent,
  { redact, key }: AuditSeal,
): LogLine {
  const entry: LogLine = {
    seq: seq + 1,
    timestamp: new Date().toISOString(),
    level,
    category: 'audit',
    source: OWN_SOURCE,
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
  return { ...chained, metadata: { ...chained.metadata, hash: hashOf(session, chained, key) } };
}

/**
 * The hash that an entry must have, over everything of it but the hash and what the server gave it on arrival.
 *
 * @param key none for entries from before hashes were keyed
 */
export function auditHash(
  { id: _id, session, received_at: _at, cursor: _cursor, ...line }: LogEntry,
  key: string | undefined,
): string {
  const { hash: _hash, ...metadata } = line.metadata ?? {};
  return hashOf(session, { ...line, metadata }, key);
}

/** The members stand in the order in which the entry was printed, which parsing keeps. */
function hashOf(session: string, line: LogLine, key: string | undefined): string {
  return (key === undefined ? createHash('sha256') : createHmac('sha256', key))
    .update(JSON.stringify({ session, ...line }))
    .digest('hex');
}
