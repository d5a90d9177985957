import { firstProblem } from '@tailrace/protocol/schema';
import type { Handler } from 'hono';
import type { AppEnv } from '../AppEnv.ts';
import type { AuditTrail } from '../audit/AuditTrail.ts';
import { newAccessKeySchema, viewOf, type NewAccessKey } from '../auth/accessKey.ts';
import { DEFAULT_TENANT, type Identity } from '../auth/Identity.ts';
import type { Keyring } from '../auth/Keyring.ts';
import { readBody } from '../ingest/readBody.ts';
import { parseJson } from '../ingest/checkEntry.ts';
import { ProblemError } from '../Problem.ts';

/** `GET /api/v1/keys`: a tenant's keys, without their tokens. */
export function listKeysRoute(keyring: Keyring): Handler<AppEnv> {
  return (c) => {
    const tenant = tenantOf(c.get('identity'), c.req.query('tenant'));
    c.header('Cache-Control', 'no-store');
    return c.json({ keys: keyring.list(tenant).map(viewOf) });
  };
}

/** `POST /api/v1/keys`: makes a key; its token stands in this answer and nowhere else. */
export function createKeyRoute(keyring: Keyring, audit: AuditTrail): Handler<AppEnv> {
  return async (c) => {
    const identity = c.get('identity');
    const asked = readNewKey(c.req.header('Content-Type'), await readBody(c.req.raw));
    const tenant = tenantOf(identity, asked.tenant);
    const { name, role } = asked;
    await audit.record(identity, {
      action: 'key_create',
      message: `Made the ${role} key ${name}`,
      metadata: { key_name: name, key_role: role, key_tenant: tenant },
    });
    const { record, token } = await keyring.create({ ...asked, tenant });
    c.header('Cache-Control', 'no-store');
    return c.json({ token, ...viewOf(record) }, 201);
  };
}

/** `DELETE /api/v1/keys/{id}`: a key is good no more, and its streams are closed. */
export function revokeKeyRoute(keyring: Keyring, audit: AuditTrail, onRevoked: () => void): Handler<AppEnv> {
  return async (c) => {
    const identity = c.get('identity');
    const id = c.req.param('id') ?? '';
    const key = keyring.findById(id);
    if (!key || !isOperatorOf(identity, key.tenant)) {
      throw new ProblemError('not_found', 'There is no key with this id');
    }
    await audit.record(identity, {
      action: 'key_revoke',
      message: `Revoked the ${key.role} key ${key.name}`,
      metadata: { key_id: id, key_name: key.name, key_role: key.role, key_tenant: key.tenant },
    });
    await keyring.revoke(key);
    onRevoked();
    return c.body(null, 204);
  };
}

/** Administrators of the server's own tenant look after all tenants, others after their own. */
function isOperatorOf({ tenant }: Identity, other: string): boolean {
  return tenant === DEFAULT_TENANT || tenant === other;
}

function tenantOf(identity: Identity, asked: string | undefined): string {
  const tenant = asked ?? identity.tenant;
  if (isOperatorOf(identity, tenant)) return tenant;
  throw new ProblemError('forbidden', `Use a key of the tenant ${DEFAULT_TENANT} to manage other tenants`);
}

function readNewKey(contentType: string | undefined, body: string): NewAccessKey {
  if (contentType?.split(';')[0]?.trim().toLowerCase() !== 'application/json') {
    throw new ProblemError('unsupported_media_type', 'Send the key as application/json');
  }
  const parsed = parseJson(body);
  if (!parsed.ok) throw new ProblemError('invalid_json', 'The body is not valid JSON');
  const asked = newAccessKeySchema.safeParse(parsed.value);
  if (!asked.success) throw new ProblemError('invalid_key', firstProblem(asked.error));
  return asked.data;
}
