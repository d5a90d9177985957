import type { LogFilter } from '@tailrace/protocol';
import type { KeyTerms, Role } from './AuthStore.ts';

/** Who asks. */
export interface Identity extends Omit<KeyTerms, 'filter'> {
  readonly tenant: string;
  readonly role: Role;
  /** Name of the key, for people. */
  readonly name: string;
  /** Hash of the key or cookie: tells one holder from another. */
  readonly hash: string;
  /** And-ed to everything that is read or streamed; absent, the whole tenant is readable. */
  readonly permission?: LogFilter;
}

/** The tenant of a server that is not told otherwise. */
export const DEFAULT_TENANT = 'main';

/** Everybody, where authentication is off. */
export const EVERYBODY: Identity = { tenant: DEFAULT_TENANT, role: 'admin', name: 'everybody', hash: '' };
