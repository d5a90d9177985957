import { parseFilter, randomBase62 } from '@tailrace/protocol';
import { keyId, type NewAccessKey } from './accessKey.ts';
import { ROLES, type AccessKeyRecord, type AuthStore, type Role } from './AuthStore.ts';
import { DEFAULT_TENANT, type Identity } from './Identity.ts';
import { hashSecret } from './secrets.ts';

/** Random base62 characters of a key: 190 bits. */
const KEY_LENGTH = 32;

interface HeldKey {
  readonly record: AccessKeyRecord;
  readonly identity: Identity;
}

/** A key and, this once, its token. */
export interface CreatedKey {
  readonly record: AccessKeyRecord;
  readonly token: string;
}

/** Knows the access keys. */
export class Keyring {
  readonly #store: AuthStore;
  readonly #byHash = new Map<string, HeldKey>();
  readonly #temporary = new Map<string, Identity>();

  constructor(store: AuthStore, keys: readonly AccessKeyRecord[]) {
    this.#store = store;
    for (const key of keys) this.#hold(key);
  }

  /** Whose token this is, if anybody's. */
  find(token: string): Identity | undefined {
    return this.get(hashSecret(token));
  }

  /** Who holds the key with this hash, as long as it is good. */
  get(hash: string): Identity | undefined {
    const identity = this.#byHash.get(hash)?.identity ?? this.#temporary.get(hash);
    return identity?.expires_at !== undefined && identity.expires_at <= Date.now() ? undefined : identity;
  }

  /** The ingest key that pages of a tenant may show to everybody. */
  publicIngestKey(tenant: string): string | undefined {
    for (const { record: key } of this.#byHash.values()) {
      if (key.tenant === tenant && key.role === 'ingest' && key.token !== undefined) return key.token;
    }
    return undefined;
  }

  /** Tells whether there is a key for pages of this origin. */
  allowsOrigin(origin: string): boolean {
    for (const { record } of this.#byHash.values()) if (record.origins?.includes(origin)) return true;
    return false;
  }

  /** Keys of a tenant, the oldest first. */
  list(tenant: string): AccessKeyRecord[] {
    return [...this.#byHash.values()].map(({ record }) => record).filter((key) => key.tenant === tenant);
  }

  /**
   * Makes a key, which is good once it is stored.
   *
   * @throws {StoreError}
   */
  async create({ expires_at, tenant = DEFAULT_TENANT, ...key }: NewAccessKey): Promise<CreatedKey> {
    const token = newToken(key.role);
    const record: AccessKeyRecord = {
      ...key,
      tenant,
      hash: hashSecret(token),
      created_at: Date.now(),
      ...(expires_at !== undefined && { expires_at: Date.parse(expires_at) }),
    };
    await this.#store.addKeys([record]);
    this.#hold(record);
    return { record, token };
  }

  findById(id: string): AccessKeyRecord | undefined {
    for (const [hash, { record }] of this.#byHash) if (keyId(hash) === id) return record;
    return undefined;
  }

  /**
   * Makes a key good no more, once that is stored.
   *
   * @throws {StoreError}
   */
  async revoke({ hash }: AccessKeyRecord): Promise<void> {
    await this.#store.removeKey(hash);
    this.#byHash.delete(hash);
  }

  /** Makes an administrator's key that is good as long as this process lives, and stored nowhere. */
  createTemporary(name: string): string {
    const token = newToken('admin');
    const hash = hashSecret(token);
    this.#temporary.set(hash, { tenant: DEFAULT_TENANT, role: 'admin', name, hash });
    return token;
  }

  #hold(record: AccessKeyRecord): void {
    const { filter, token: _token, created_at: _createdAt, ...key } = record;
    const identity = filter === undefined ? key : { ...key, permission: parseFilter(filter) };
    this.#byHash.set(record.hash, { record, identity });
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
  if (known.length > 0) return new Keyring(store, known);
  const firstKeys: FirstKeys = {
    ingest: newToken('ingest'),
    read: newToken('read'),
    admin: newToken('admin'),
  };
  const keys = ROLES.map((role): AccessKeyRecord => {
    const token = firstKeys[role];
    const key = { hash: hashSecret(token), tenant: DEFAULT_TENANT, name: role, role, created_at: Date.now() };
    return role === 'ingest' ? { ...key, token } : key;
  });
  handOver(firstKeys);
  await store.addKeys(keys);
  return new Keyring(store, keys);
}

function newToken(role: Role): string {
  return `trk_${role}_${randomBase62(KEY_LENGTH)}`;
}
