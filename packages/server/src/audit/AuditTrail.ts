import type { LogEntry } from '@tailrace/protocol';
import type { AppendSegments } from '../ingest/appendSegments.ts';
import { createOwnSession } from '../ownLog/ownSession.ts';
import type { LogStore } from '../store/LogStore.ts';
import { expiredIn, expiryEvent, retentionOf } from './auditExpiry.ts';
import {
  auditHash,
  nextAuditEntry,
  type AuditActor,
  type AuditEvent,
  type AuditMetadata,
} from './auditEntry.ts';
import type { AuditHead, AuditStore } from './AuditStore.ts';
import { verifyTrail, type AuditReport } from './verifyTrail.ts';

export interface AuditTrailOptions {
  readonly store: Pick<LogStore, 'entry' | 'head' | 'readAfter' | 'session'>;
  readonly append: AppendSegments;
  readonly heads: AuditStore;
  readonly redact: (line: string) => string;
  /** Told of the sessions in which the trails are written. */
  readonly ownSessions: Set<string>;
}

/**
 * Who did what, for each tenant one trail: entries of one session, numbered without holes, each with the hash of
 * the one before. What is changed or taken out shows (`verify`).
 */
export class AuditTrail {
  readonly #options: AuditTrailOptions;
  readonly #heads: Map<string, AuditHead>;
  readonly #key: string;
  /** Milliseconds since 1970: what came before was written down as going. */
  #expiredBefore = -Infinity;
  /** Of each tenant what is being written: one entry after the other. */
  readonly #writing = new Map<string, Promise<void>>();

  private constructor(options: AuditTrailOptions, heads: ReadonlyMap<string, AuditHead>, key: string) {
    this.#options = options;
    this.#key = key;
    this.#heads = new Map(heads);
    for (const { session } of heads.values()) options.ownSessions.add(session);
  }

  static async load(options: AuditTrailOptions): Promise<AuditTrail> {
    const { heads } = options;
    const trail = new AuditTrail(options, await heads.heads(), await heads.key());
    for (const tenant of trail.#heads.keys()) {
      await trail.#catchUp(tenant);
      const head = trail.#heads.get(tenant)!;
      // Begun by a server that had no key: from here on it is used.
      if (head.keyedFrom === undefined) await trail.#advance(tenant, { ...head, keyedFrom: head.seq + 1 });
    }
    return trail;
  }

  /** Whether a tenant's trail is as it was written, and where it is not. */
  verify(tenant: string): Promise<AuditReport> {
    return verifyTrail(this.#options.store, tenant, this.#heads.get(tenant), this.#key);
  }

  /**
   * Writes down in each trail which of its entries arrived before a time, and will be removed for that. Await it
   * before they are, for what is missing and was not written down counts as taken out.
   *
   * @param before milliseconds since 1970
   * @throws {StoreError} when it could not be stored
   */
  async recordExpiry(before: number): Promise<void> {
    if (before <= this.#expiredBefore) return;
    for (const [tenant, head] of this.#heads) {
      const event = await expiryEvent(this.#options.store, tenant, head, before);
      if (event) await this.record(retentionOf(tenant), event);
    }
    this.#expiredBefore = before;
  }

  /**
   * Writes down who did what, and resolves when it is stored. Await it before what it tells of is done, so that
   * nothing is done that is not written down.
   *
   * @throws {StoreError} when it could not be stored
   * @example
   * await audit.record(c.get('identity'), {
   *   action: 'logs_export',
   *   message: 'Exported entries',
   *   metadata: { format: 'csv' },
   * });
   */
  record(actor: AuditActor, event: AuditEvent): Promise<void> {
    const before = this.#writing.get(actor.tenant) ?? Promise.resolve();
    const written = before.then(() => this.#write(actor, event));
    // The next one is not held back by one that failed, of which its own caller hears.
    const done = written.catch(() => undefined);
    this.#writing.set(actor.tenant, done);
    return written;
  }

  /** Resolves when all that was recorded is stored, or has failed. */
  async settled(): Promise<void> {
    await Promise.all(this.#writing.values());
  }

  async #write(actor: AuditActor, event: AuditEvent): Promise<void> {
    const { append, redact } = this.#options;
    const { tenant } = actor;
    for (;;) {
      const head = this.#heads.get(tenant) ?? this.#begin(tenant);
      const entry = nextAuditEntry(head, actor, event, { redact, key: this.#key });
      const { positions } = await append([
        {
          tenant,
          session: head.session,
          receivedAt: Date.now(),
          emitted: entry.seq,
          dropped: [],
          resource: undefined,
          entries: [{ line: JSON.stringify(entry), entry }],
        },
      ]);
      if (positions[0]![0]! > 0) {
        await this.#advance(tenant, behind(head, entry));
        return;
      }
      // An entry that was believed to have failed was stored after all.
      await this.#catchUp(tenant);
    }
  }

  #begin(tenant: string): AuditHead {
    const head = { session: createOwnSession(), seq: 0, hash: '', keyedFrom: 1 };
    this.#options.ownSessions.add(head.session);
    this.#heads.set(tenant, head);
    return head;
  }

  /** The entry is stored before the end of the trail is: after a crash the trail may be longer than was noted. */
  async #catchUp(tenant: string): Promise<void> {
    for (;;) {
      const head = this.#heads.get(tenant)!;
      const text = await this.#options.store.entry(tenant, head.session, head.seq + 1);
      if (text === undefined) return;
      const entry = JSON.parse(text) as LogEntry;
      // What somebody else put there shows as changed, and is believed in nothing.
      const isOwn = auditHash(entry, this.#key) === entry.metadata?.['hash'];
      const { action: _action, ...claimed } = entry;
      await this.#advance(tenant, behind(head, isOwn ? entry : claimed));
    }
  }

  async #advance(tenant: string, head: AuditHead): Promise<void> {
    this.#heads.set(tenant, head);
    await this.#options.heads.setHead(tenant, head);
  }
}

/** The end of a trail when an entry has come to it. */
function behind(head: AuditHead, entry: Pick<LogEntry, 'seq' | 'action' | 'metadata'>): AuditHead {
  const { hash = '' } = (entry.metadata ?? {}) as unknown as Partial<AuditMetadata>;
  const expired = expiredIn(entry);
  return { ...head, seq: entry.seq, hash, ...(expired.length > 0 && { expired }) };
}
