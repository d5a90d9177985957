import type { Handler } from 'hono';
import type { AppEnv } from '../AppEnv.ts';
import type { AuditTrail } from '../audit/AuditTrail.ts';
import { verifyTrail } from '../audit/verifyTrail.ts';
import type { LogStore } from '../store/LogStore.ts';

/** `GET /api/v1/audit/verification`: whether the tenant's audit trail is as it was written, and where it is not. */
export function auditVerificationRoute(store: LogStore, audit: AuditTrail): Handler<AppEnv> {
  return async (c) => {
    const { tenant } = c.get('identity');
    c.header('Cache-Control', 'no-store');
    return c.json(await verifyTrail(store, tenant, audit.head(tenant)));
  };
}
