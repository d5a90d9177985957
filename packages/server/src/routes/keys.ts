import { firstProblem } from '@tailrace/protocol/schema';
import type { Handler } from 'hono';
import type { AppEnv } from '../AppEnv.ts';
import type { AuditTrail } from '../audit/AuditTrail.ts';
import { newAccessKeySchema, viewOf, type NewAccessKey } from '../auth/accessKey.ts';
import type { Keyring } from '../auth/Keyring.ts';
import { isOperatorOf, tenantAskedFor } from '../auth/operator.ts';
import { readBody } from '../ingest/readBody.ts';
import { parseJson } from '../ingest/checkEntry.ts';
import { ProblemError } from '../Problem.ts';

/** `GET /api/v1/keys`: a tenant's keys, without their tokens. */
export function listKeysRoute(keyring: Keyring): Handler<AppEnv> {
  return (c) => {
    const tenant = tenantAskedFor(c.get('identity'), c.req.query('tenant'));
    c.header('Cache-Control', 'no-store');
    return c.json({ keys: keyring.list(tenant).map(viewOf) });
  };
}

/** `POST /api/v1/keys`: makes a key; its token stands in this answer and nowhere else. */
export function createKeyRoute(keyring: Keyring, audit: AuditTrail): Handler<AppEnv> {
  return async (c) => {
    const identity = c.get('identity');
    const asked = readNewKey(c.req.header('Content-Type'), await readBody(c.req.raw));
    const tenant = tenantAskedFor(identity, asked.tenant);
    const { name, role } = asked;
    // In the trail of those whose key it is, whoever made it.
    await audit.record(
      { ...identity, tenant },
      {
        action: 'key_create',
        message: `Made the ${role} key ${name}`,
        metadata: { key_name: name, key_role: role, by_tenant: identity.tenant },
      },
    );
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
    await audit.record(
      { ...identity, tenant: key.tenant },
      {
        action: 'key_revoke',
        message: `Revoked the ${key.role} key ${key.name}`,
        metadata: { key_id: id, key_name: key.name, key_role: key.role, by_tenant: identity.tenant },
      },
    );
    await keyring.revoke(key);
    onRevoked();
    return c.body(null, 204);
  };
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
