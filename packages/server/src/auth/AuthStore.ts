/** What a key allows: write only, read only, everything. */
export const ROLES = ['ingest', 'read', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** What a key may at most, and what is put on what it sends. */
export interface KeyTerms {
  /** In the filter language; and-ed to everything that the key reads or streams. */
  readonly filter?: string;
  /** Origins whose pages may use the key; absent, those of `LOG_ALLOWED_ORIGINS`. */
  readonly origins?: readonly string[];
  /** Entries a second, in place of `LOG_INGEST_RATE`. */
  readonly rate?: number;
  /** Fields of the context of every entry that it sends, over whatever the sender claims. */
  readonly stamp?: Readonly<Record<string, string | number | boolean>>;
  /** Milliseconds since 1970 from which it is no good any more. */
  readonly expires_at?: number;
}

/** An access key as it is kept: its hash, and in the clear only when it is public by nature. */
export interface AccessKeyRecord extends KeyTerms {
  /** SHA-256 of the token, hexadecimal. */
  readonly hash: string;
  readonly tenant: string;
  readonly name: string;
  readonly role: Role;
  /** Milliseconds since 1970. */
  readonly created_at: number;
  /** The token itself, of the first ingest key alone: the demo page has to show it to everybody. */
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
  removeKey(hash: string): Promise<void>;
  browserSessions(): Promise<readonly BrowserSessionRecord[]>;
  addBrowserSession(session: BrowserSessionRecord): Promise<void>;
  removeBrowserSession(hash: string): Promise<void>;
}
