/** What a key allows: write only, read only, everything. */
export const ROLES = ['ingest', 'read', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** An access key as it is kept: its hash, and in the clear only when it is public by nature. */
export interface AccessKeyRecord {
  /** SHA-256 of the token, hexadecimal. */
  readonly hash: string;
  readonly tenant: string;
  readonly name: string;
  readonly role: Role;
  /** The token itself, of ingest keys: every page that logs shows it to everybody. */
  readonly token?: string;
}

/** A browser that signed in. */
export interface BrowserSessionRecord {
  /** SHA-256 of the cookie's value, hexadecimal. */
  readonly hash: string;
  readonly tenant: string;
  readonly role: Role;
  /** Milliseconds since 1970. */
  readonly expires_at: number;
}

/** Keeps keys and signed-in browsers over restarts. */
export interface AuthStore {
  keys(): Promise<readonly AccessKeyRecord[]>;
  addKeys(keys: readonly AccessKeyRecord[]): Promise<void>;
  browserSessions(): Promise<readonly BrowserSessionRecord[]>;
  addBrowserSession(session: BrowserSessionRecord): Promise<void>;
  removeBrowserSession(hash: string): Promise<void>;
}
