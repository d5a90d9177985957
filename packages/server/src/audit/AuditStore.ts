import type { SequenceRun } from '../store/sequenceRuns.ts';

/** Where a tenant's audit trail ends. */
export interface AuditHead {
  /** Session of the trail's entries, which are numbered by their `seq`. */
  readonly session: string;
  /** Number of the last entry; 0 before the first. */
  readonly seq: number;
  /** Hash of the last entry, hexadecimal; empty before the first. */
  readonly hash: string;
  /** Number of the first entry whose hash is keyed. @default none: it was begun when none was */
  readonly keyedFrom?: number;
  /** Runs of entries that retention has removed, or is about to. @default none */
  readonly expired?: readonly SequenceRun[];
}

export interface AuditHeadChange {
  readonly tenant: string;
  readonly head: AuditHead;
}

/** Keeps the ends of the audit trails elsewhere than the entries, so that a trail cannot be cut short unseen. */
export interface AuditStore {
  heads(): Promise<ReadonlyMap<string, AuditHead>>;
  /** The secret that entries are hashed with, made when it was never asked for. */
  key(): Promise<string>;
  /** Resolves after the commit. */
  setHead(tenant: string, head: AuditHead): Promise<void>;
}
