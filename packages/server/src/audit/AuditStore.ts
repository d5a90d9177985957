/** Where a tenant's audit trail ends. */
export interface AuditHead {
  /** Session of the trail's entries, which are numbered by their `seq`. */
  readonly session: string;
  /** Number of the last entry; 0 before the first. */
  readonly seq: number;
  /** SHA-256 of the last entry, hexadecimal; empty before the first. */
  readonly hash: string;
}

export interface AuditHeadChange {
  readonly tenant: string;
  readonly head: AuditHead;
}

/** Keeps the ends of the audit trails elsewhere than the entries, so that a trail cannot be cut short unseen. */
export interface AuditStore {
  heads(): Promise<ReadonlyMap<string, AuditHead>>;
  /** Resolves after the commit. */
  setHead(tenant: string, head: AuditHead): Promise<void>;
}
