import { randomBase62 } from '@tailrace/protocol';
import { ROLES, type AccessKeyRecord, type AuthStore, type Role } from './AuthStore.ts';
import { DEFAULT_TENANT, type Identity } from './Identity.ts';
import { hashSecret } from './secrets.ts';

/** Random base62 characters of a key: 190 bits. */
const KEY_LENGTH = 32;

/** Knows the access keys. */
export class Keyring {
  readonly #byHash = new Map<string, AccessKeyRecord>();

  constructor(keys: readonly AccessKeyRecord[]) {
    for (const key of keys) this.#byHash.set(key.hash, key);
  }

  /** Whose token this is, if anybody's. */
  find(token: string): Identity | undefined {
    return this.#byHash.get(hashSecret(token));
  }

  /** The key with this hash, as it stands. */
  byHash(hash: string): Identity | undefined {
    return this.#byHash.get(hash);
  }

  /** The ingest key that pages of a tenant may show to everybody. */
  publicIngestKey(tenant: string): string | undefined {
    for (const key of this.#byHash.values()) {
      if (key.tenant === tenant && key.role === 'ingest' && key.token !== undefined) return key.token;
    }
    return undefined;
  }
}

/** Tokens of the keys that a first start made: the only time that they are known. */
export type FirstKeys = Readonly<Record<Role, string>>;

/**
 * Loads the keys, and makes one of each role when there is none yet.
 *
 * @param handOver gets the tokens before they are good, so that nobody is locked out when it fails
 */
export async function loadKeyring(store: AuthStore, handOver: (keys: FirstKeys) => void): Promise<Keyring> {
  const known = await store.keys();
  if (known.length > 0) return new Keyring(known);
  const firstKeys: FirstKeys = {
    ingest: newToken('ingest'),
    read: newToken('read'),
    admin: newToken('admin'),
  };
  const keys = ROLES.map((role): AccessKeyRecord => {
    const token = firstKeys[role];
    const key = { hash: hashSecret(token), tenant: DEFAULT_TENANT, name: role, role };
    return role === 'ingest' ? { ...key, token } : key;
  });
  handOver(firstKeys);
  await store.addKeys(keys);
  return new Keyring(keys);
}

function newToken(role: Role): string {
  return `trk_${role}_${randomBase62(KEY_LENGTH)}`;
}
