import { createSessionId, type LogEntry } from '@tailrace/protocol';
import type { AppendSegments } from '../ingest/appendSegments.ts';
import type { LogStore } from '../store/LogStore.ts';
import { nextAuditEntry, type AuditActor, type AuditEvent, type AuditMetadata } from './auditEntry.ts';
import type { AuditHead, AuditStore } from './AuditStore.ts';

export interface AuditTrailOptions {
  readonly store: Pick<LogStore, 'entry'>;
  readonly append: AppendSegments;
  readonly heads: AuditStore;
  readonly redact: (line: string) => string;
  /** Told of the sessions in which the trails are written. */
  readonly ownSessions: Set<string>;
}

/**
 * Who did what, for each tenant one trail: entries of one session, numbered without holes, each with the hash of
 * the one before. What is changed or taken out shows (`verifyTrail`).
 */
export class AuditTrail {
  readonly #options: AuditTrailOptions;
  readonly #heads: Map<string, AuditHead>;
  /** Of each tenant what is being written: one entry after the other. */
  readonly #writing = new Map<string, Promise<void>>();

  private constructor(options: AuditTrailOptions, heads: ReadonlyMap<string, AuditHead>) {
    this.#options = options;
    this.#heads = new Map(heads);
    for (const { session } of heads.values()) options.ownSessions.add(session);
  }

  static async load(options: AuditTrailOptions): Promise<AuditTrail> {
    const trail = new AuditTrail(options, await options.heads.heads());
    for (const tenant of trail.#heads.keys()) await trail.#catchUp(tenant);
    return trail;
  }

  /** Where a tenant's trail ends; `undefined` before its first entry. */
  head(tenant: string): AuditHead | undefined {
    return this.#heads.get(tenant);
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
      const entry = nextAuditEntry(head, actor, event, redact);
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
        await this.#advance(tenant, { ...head, seq: entry.seq, hash: hashIn(entry.metadata) });
        return;
      }
      // An entry that was believed to have failed was stored after all.
      await this.#catchUp(tenant);
    }
  }

  #begin(tenant: string): AuditHead {
    const head = { session: createSessionId(), seq: 0, hash: '' };
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
      const { metadata } = JSON.parse(text) as LogEntry;
      await this.#advance(tenant, { ...head, seq: head.seq + 1, hash: hashIn(metadata) });
    }
  }

  async #advance(tenant: string, head: AuditHead): Promise<void> {
    this.#heads.set(tenant, head);
    await this.#options.heads.setHead(tenant, head);
  }
}

function hashIn(metadata: LogEntry['metadata']): string {
  return (metadata as unknown as AuditMetadata).hash;
}
